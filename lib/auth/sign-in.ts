import { z } from 'zod'
import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { parseInput } from '@/lib/core/parse.ts'
import { now } from '@/lib/clock/clock.ts'
import { hashPassword, verifyPassword } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { recordCheapRefusal } from './refusal-log.ts'
import { countSignInAttempt, forgetSignInAttempts } from './throttle.ts'
import { createSession } from './sessions.ts'

export const signInSchema = z.object({
  email: z.email('Enter your e-mail address.').max(254).toLowerCase(),
  password: z.string().min(1, 'Enter your password.').max(1024),
})

interface SignedIn {
  sessionId: string
  memberId: string
}

let decoyHash: Promise<string> | undefined

/**
 * Checks e-mail and password and opens a session.
 *
 * Every failure is the same `unauthenticated` sentence in the same time, whether the account
 * exists or not; too many attempts are `too_many_requests`. Both outcomes are audited;
 * of attempts past the limit, one for each address and minute.
 */
export async function signInWithPassword(
  request: { requestId: string; address: string; userAgent: string | null },
  rawInput: unknown,
): Promise<SignedIn> {
  const { email, password } = parseInput(signInSchema, rawInput)
  const context: Context = {
    actor: { kind: 'anonymous' },
    ...request,
  }
  const unknown = { type: 'member', id: null, name: email, projectId: null, organizationId: '' }
  await countSignInAttempt(email, request.address).catch(async (error: unknown) => {
    if (error instanceof AppError) await recordCheapRefusal(context, 'session.create', unknown)
    throw error
  })
  const member = await db().member.findUnique({ where: { email } })
  decoyHash ??= hashPassword('a password that nobody has')
  const hash = member?.passwordHash ?? (await decoyHash)
  const matches = await verifyPassword(hash, password)
  const resource = member
    ? { ...unknown, id: member.id, organizationId: member.organizationId }
    : unknown
  const refused = new AppError('unauthenticated', 'E-mail or password is wrong.')
  if (!member?.passwordHash || !matches || member.lockedAt) {
    await writeAuditEntry(db(), context, { action: 'session.create', outcome: 'refused', resource })
    throw refused
  }
  await forgetSignInAttempts(email, request.address)
  return db().$transaction(async (tx) => {
    // A password that was changed meanwhile ended all sessions: this one must not outlive that.
    const { count } = await tx.member.updateMany({
      where: { id: member.id, passwordHash: member.passwordHash, lockedAt: null },
      data: { lastSignInAt: now() },
    })
    if (count === 0) throw refused
    const sessionId = await createSession(tx, member.id, request)
    await writeAuditEntry(tx, context, { action: 'session.create', outcome: 'allowed', resource })
    return { sessionId, memberId: member.id }
  })
}
