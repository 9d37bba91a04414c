import type { Actor } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { grantsOf } from '@/lib/iam/grants.ts'
import { isUuid } from '@/lib/ids/ids.ts'

const lastUsedStepMs = 60_000

/** The member behind an API key's secret; throws `unauthenticated` for any key that is no good. */
export async function actorOfApiKey(secret: string | null): Promise<Actor> {
  const refused = new AppError('unauthenticated', 'The API key is not valid.')
  if (secret === null || !isUuid(secret)) throw refused
  const key = await db().apiKey.findUnique({
    where: { secretHash: hashToken(secret.toLowerCase()) },
    include: {
      member: { omit: { passwordHash: true }, include: { policies: { include: { rules: true } } } },
    },
  })
  const at = now()
  if (!key?.member || !key.memberId || key.revokedAt || key.member.lockedAt) throw refused
  if (key.expiresAt && key.expiresAt <= at) throw refused
  if (!key.lastUsedAt || addMs(key.lastUsedAt, lastUsedStepMs) <= at) {
    await db().apiKey.updateMany({ where: { accessKey: key.accessKey }, data: { lastUsedAt: at } })
  }
  return {
    kind: 'api_key',
    accessKey: key.accessKey,
    defaultProjectId: key.defaultProjectId,
    memberId: key.memberId,
    name: `${key.member.email} (${key.accessKey})`,
    organizationId: key.member.organizationId,
    isOwner: key.member.isOwner,
    grants: grantsOf(key.member.policies.flatMap(({ rules }) => rules)),
  }
}
