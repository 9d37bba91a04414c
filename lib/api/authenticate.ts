import type { MiddlewareHandler } from 'hono'
import { actorOfApiKey, type ApiKeyActor } from '@/lib/auth/api-keys.ts'
import { recordCheapRefusal } from '@/lib/auth/refusal-log.ts'
import { AppError } from '@/lib/core/errors.ts'
import type { Context } from '@/lib/core/context.ts'
import { now } from '@/lib/clock/clock.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { isUuid } from '@/lib/ids/ids.ts'
import { ApiError, deniedAuthentication } from './errors.ts'

export interface ApiVariables {
  requestId: string
  context: Context & { actor: ApiKeyActor }
}

/**
 * Finds who sent the request by its `X-Auth-Token`, before anything else of it is looked at.
 * Answers 401 otherwise; a revoked key, a locked member and a key that never was look the same.
 * The audit log has refused keys, one entry for each address and minute.
 */
export const authenticate: MiddlewareHandler<{ Variables: ApiVariables }> = async (c, next) => {
  const address = c.req.header('x-holdfast-address') ?? null
  const userAgent = c.req.header('user-agent') ?? null
  const request = { requestId: c.var.requestId, address, userAgent }
  const secret = c.req.header('x-auth-token')
  if (secret === undefined || !isUuid(secret)) {
    // Without a token nobody tried anything; with a malformed one somebody did.
    if (secret !== undefined) await recordRefusal(request, null)
    throw new ApiError(deniedAuthentication('invalid_argument'))
  }
  const actor = await actorOfApiKey(secret, request).catch(async (error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const key = await findKey(secret)
    await recordRefusal(request, key)
    throw new ApiError(deniedAuthentication(reasonOfRefusal(key)))
  })
  c.set('context', { actor, ...request })
  await next()
}

interface KnownKey {
  accessKey: string
  description: string
  revokedAt: Date | null
  expiresAt: Date | null
  member: { organizationId: string; lockedAt: Date | null } | null
  application: { organizationId: string } | null
}

function findKey(secret: string): Promise<KnownKey | null> {
  return db().apiKey.findUnique({
    where: { secretHash: hashToken(secret.toLowerCase()) },
    select: {
      accessKey: true,
      description: true,
      revokedAt: true,
      expiresAt: true,
      member: { select: { organizationId: true, lockedAt: true } },
      application: { select: { organizationId: true } },
    },
  })
}

function reasonOfRefusal(key: KnownKey | null): 'not_found' | 'expired' {
  if (!key || key.revokedAt || key.member?.lockedAt || !key.expiresAt) return 'not_found'
  return key.expiresAt <= now() ? 'expired' : 'not_found'
}

function recordRefusal(request: Omit<Context, 'actor'>, key: KnownKey | null): Promise<void> {
  const context: Context = { actor: { kind: 'anonymous' }, ...request }
  return recordCheapRefusal(context, 'api_key.use', {
    type: 'api_key',
    id: key?.accessKey ?? null,
    name: key?.description ?? null,
    projectId: null,
    organizationId: key?.member?.organizationId ?? key?.application?.organizationId ?? '',
  })
}
