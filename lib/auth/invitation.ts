import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { parseInput } from '@/lib/core/parse.ts'
import { now } from '@/lib/clock/clock.ts'
import { hashPassword, hashToken } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { acceptInvitationSchema } from '@/lib/iam/members/schema.ts'
import { addressKey } from './address-key.ts'
import { recordCheapRefusal } from './refusal-log.ts'

type InvitationRequest = Omit<Context, 'actor'>

const action = 'member.accept-invitation'

/** How many links that are no good one address may try in a quarter of an hour. */
const maxBadLinks = 20

let limiter: RateLimiterPrisma | undefined

function badLinks(): RateLimiterPrisma {
  limiter ??= new RateLimiterPrisma({
    storeClient: db(),
    tableName: 'signInThrottle',
    keyPrefix: 'invitation',
    points: maxBadLinks,
    duration: 15 * 60,
  })
  return limiter
}

/** Counts a link that is no good; throws `too_many_requests` past the limit. */
async function countBadLink(address: string | null): Promise<void> {
  try {
    await badLinks().consume(addressKey(address ?? 'unknown'))
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const seconds = Math.ceil(error.msBeforeNext / 1000)
    throw new AppError('too_many_requests', 'Too many attempts. Try again later.', {
      kind: 'retry_after',
      seconds,
    })
  }
}

async function isPastLimit(address: string | null): Promise<boolean> {
  const counted = await badLinks().get(addressKey(address ?? 'unknown'))
  return counted !== null && counted.consumedPoints >= maxBadLinks
}

interface Invited {
  id: string
  email: string
  organizationId: string
  inviteExpiresAt: Date | null
}

function findInvited(token: string): Promise<Invited | null> {
  return db().member.findFirst({
    where: {
      inviteTokenHash: hashToken(token),
      inviteExpiresAt: { gt: now() },
      lockedAt: null,
      passwordHash: null,
    },
    select: { id: true, email: true, organizationId: true, inviteExpiresAt: true },
  })
}

function toRef(member: Invited | null): ResourceRef {
  return {
    type: 'member',
    id: member?.id ?? null,
    name: member?.email ?? null,
    projectId: null,
    organizationId: member?.organizationId ?? '',
  }
}

/** Whose invitation the link is; null for every link that is no good, whatever the reason. */
export async function readInvitation(
  request: InvitationRequest,
  token: string,
): Promise<{ email: string; expiresAt: string } | null> {
  const member = await findInvited(token)
  if (member?.inviteExpiresAt) {
    return { email: member.email, expiresAt: member.inviteExpiresAt.toISOString() }
  }
  await countBadLink(request.address)
  return null
}

/**
 * Sets the password and the name that an invited member chose, and uses the link up. Every link that is no good
 * is the same `not_found` sentence in the same time, whatever the reason; too many of them from one
 * address are `too_many_requests`. Both outcomes are audited.
 */
export async function acceptInvitation(
  request: InvitationRequest,
  rawInput: unknown,
): Promise<{ email: string }> {
  const { token, password, name } = parseInput(acceptInvitationSchema, rawInput)
  const context: Context = { actor: { kind: 'anonymous' }, ...request }
  // Hashing costs too much to let strangers ask for it without end.
  if ((await isPastLimit(request.address)) && !(await findInvited(token))) {
    await countBadLink(request.address)
  }
  // Before the link is looked at, so that the answer takes as long when it is no good.
  const passwordHash = await hashPassword(password)
  const member = await findInvited(token)
  if (!member) {
    await recordCheapRefusal(context, action, toRef(null))
    await countBadLink(request.address)
    throw noGood()
  }
  await db().$transaction(async (tx) => {
    const { count } = await tx.member.updateMany({
      where: { id: member.id, inviteTokenHash: hashToken(token), lockedAt: null },
      data: { passwordHash, inviteTokenHash: null, inviteExpiresAt: null, ...(name && { name }) },
    })
    if (count === 0) throw noGood()
    const resource = toRef(member)
    await writeAuditEntry(tx, context, { action, outcome: 'allowed', resource })
  })
  return { email: member.email }
}

function noGood(): AppError {
  const message = 'This invitation is not valid any more. Ask who invited you for a new link.'
  return new AppError('not_found', message)
}
