import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { isOneself, requireOwnerForOwners } from '../../delegation.ts'
import { auditedApiKey, bearerOf, lockApiKey } from '../internal.ts'
import { apiKeyRefSchema } from '../schema.ts'

/**
 * Revokes an API key: it is refused from the next request on, for good. Oneself's, or with the
 * permission anybody's but an owner's. `not_found` for a key that never was or was revoked before.
 */
export const deleteApiKey = defineCommand({
  name: 'api_key.delete',
  input: apiKeyRefSchema,
  resource: lockApiKey,
  run: async (tx, context, { accessKey }, key) => {
    const bearer = bearerOf(key)
    if (!isOneself(context.actor, bearer)) requireOwnerForOwners(context, 'api_key.delete', bearer)
    await tx.apiKey.update({ where: { accessKey }, data: { revokedAt: now() } })
    return { result: { accessKey }, audit: { before: auditedApiKey(key) } }
  },
})
