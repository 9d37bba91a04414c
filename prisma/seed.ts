import type { Context } from '@/lib/core/context.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { env } from '@/lib/env/env.ts'
import { createMember } from '@/lib/iam/members/commands/create.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'

export interface Seeded {
  ownerEmail: string
  /** Set only when this run created the owner with a password of its own making. */
  generatedPassword: string | null
}

/** Makes organization, default project and first owner when they are missing. */
export async function seed(): Promise<Seeded> {
  const { organizationId } = await ensureInstallation()
  const owner = await db().member.findFirst({
    where: { organizationId, isOwner: true },
    orderBy: { createdAt: 'asc' },
  })
  if (owner) return { ownerEmail: owner.email, generatedPassword: null }
  const { ownerEmail, ownerPassword } = env()
  const password = ownerPassword ?? generatePassword()
  const context: Context = {
    actor: { kind: 'system', name: 'set-up' },
    requestId: newId(),
    address: null,
    userAgent: null,
  }
  await createMember.execute(context, {
    organizationId,
    email: ownerEmail,
    password,
    isOwner: true,
  })
  return { ownerEmail, generatedPassword: ownerPassword === undefined ? password : null }
}
