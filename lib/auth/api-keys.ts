import type { Actor, Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { Evaluator } from '@/lib/iam/evaluator.ts'
import {
  rulesOfApplication,
  rulesOfMember,
  unpackRules,
  type PackedRule,
} from '@/lib/iam/reaching-rules.ts'
import { isUuid } from '@/lib/ids/ids.ts'

const lastUsedStepMs = 60_000

/** An API key's actor: a member or an application. */
export type ApiKeyActor = Extract<Actor, { accessKey: string }>

interface KeyRow {
  accessKey: string
  expiresAt: Date | null
  lastUsedAt: Date | null
  defaultProjectId: string
  memberId: string | null
  applicationId: string | null
  name: string
  organizationId: string
  isOwner: boolean
  rules: PackedRule[]
}

/**
 * Who acts with an API key, with the rights that they have during this request: its member or its
 * application. Throws `unauthenticated` for any key that is no good. One query, whatever reaches
 * the bearer; once a minute another one notes when the key was last used.
 */
export async function actorOfApiKey(
  secret: string | null,
  request: Pick<Context, 'address' | 'userAgent'>,
): Promise<ApiKeyActor> {
  const refused = new AppError('unauthenticated', 'The API key is not valid.')
  if (secret === null || !isUuid(secret)) throw refused
  const key = await findUsableKey(hashToken(secret.toLowerCase()))
  const at = now()
  if (!key || (key.expiresAt && key.expiresAt <= at)) throw refused
  if (!key.lastUsedAt || addMs(key.lastUsedAt, lastUsedStepMs) <= at) {
    await noteUse(key.accessKey, at)
  }
  const { accessKey, defaultProjectId, memberId, applicationId, organizationId, isOwner } = key
  const rights = new Evaluator(unpackRules(key.rules), { ...request, at }, memberId)
  const name = `${key.name} (${accessKey})`
  const bearer = { accessKey, defaultProjectId, name, organizationId, isOwner, rights }
  if (memberId !== null) return { kind: 'api_key', memberId, ...bearer }
  if (applicationId !== null) return { kind: 'application', applicationId, ...bearer }
  throw refused
}

async function findUsableKey(secretHash: string): Promise<KeyRow | undefined> {
  const [key] = await db().$queryRaw<KeyRow[]>`
    SELECT api_key.access_key AS "accessKey", api_key.expires_at AS "expiresAt",
      api_key.last_used_at AS "lastUsedAt", api_key.default_project_id AS "defaultProjectId",
      member.id AS "memberId", application.id AS "applicationId",
      coalesce(member.email, application.name) AS name,
      coalesce(member.organization_id, application.organization_id) AS "organizationId",
      coalesce(member.is_owner, false) AS "isOwner",
      CASE WHEN member.id IS NULL THEN ${rulesOfApplication} ELSE ${rulesOfMember} END AS rules
    FROM api_key
    LEFT JOIN member ON member.id = api_key.member_id
    LEFT JOIN application ON application.id = api_key.application_id
    WHERE api_key.secret_hash = ${secretHash}
      AND api_key.revoked_at IS NULL AND member.locked_at IS NULL`
  return key
}

/** Leaves the time of the last change alone, which Prisma would set as well. */
async function noteUse(accessKey: string, at: Date): Promise<void> {
  await db().$executeRaw`
    UPDATE api_key SET last_used_at = ${at} WHERE access_key = ${accessKey}`
}
