import type { MiddlewareHandler } from 'hono'
import { actorOfApiKey } from '@/lib/auth/api-keys.ts'
import { AppError } from '@/lib/core/errors.ts'
import type { Context } from '@/lib/core/context.ts'
import { now } from '@/lib/clock/clock.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { isUuid } from '@/lib/ids/ids.ts'
import { ApiError, deniedAuthentication } from './errors.ts'
import type { ApiKeyActor } from './wire/instance-requests.ts'

export interface ApiVariables {
  requestId: string
  context: Context & { actor: ApiKeyActor }
}

/**
 * Finds who sent the request by its `X-Auth-Token`, before anything else of it is looked at.
 * Answers 401 otherwise; a revoked key, a locked member and a key that never was look the same.
 */
export const authenticate: MiddlewareHandler<{ Variables: ApiVariables }> = async (c, next) => {
  const secret = c.req.header('x-auth-token')
  if (secret === undefined || !isUuid(secret)) {
    throw new ApiError(deniedAuthentication('invalid_argument'))
  }
  const actor = await actorOfApiKey(secret).catch(async (error: unknown) => {
    if (!(error instanceof AppError)) throw error
    throw new ApiError(deniedAuthentication(await reasonOfRefusal(secret)))
  })
  if (actor.kind !== 'api_key') throw new Error('an API key gave an actor of another kind')
  const address = c.req.header('x-holdfast-address') ?? null
  c.set('context', { actor, requestId: c.var.requestId, address })
  await next()
}

async function reasonOfRefusal(secret: string): Promise<'not_found' | 'expired'> {
  const expired = await db().apiKey.findFirst({
    where: {
      secretHash: hashToken(secret.toLowerCase()),
      revokedAt: null,
      expiresAt: { lte: now() },
      member: { lockedAt: null },
    },
    select: { accessKey: true },
  })
  return expired ? 'expired' : 'not_found'
}
