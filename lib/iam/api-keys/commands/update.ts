import { defineCommand } from '@/lib/core/command.ts'
import { requireNotOutranked } from '../../delegation.ts'
import {
  auditedApiKey,
  bearerOf,
  getApiKeyOrThrow,
  lockApiKey,
  requireNoLongerLife,
  requireProject,
  toApiKeyDto,
  toExpiry,
} from '../internal.ts'
import { updateApiKeySchema } from '../schema.ts'

/**
 * Changes what a key is for, its default project or its expiry; what is left out stays. Oneself's,
 * or that of a bearer with no more rights than the actor's.
 */
export const updateApiKey = defineCommand({
  name: 'api_key.update',
  input: updateApiKeySchema,
  resource: lockApiKey,
  run: async (tx, context, { accessKey, ...input }, key) => {
    await requireNotOutranked(tx, context, 'api_key.update', bearerOf(key))
    const { description, defaultProjectId } = input
    const { organizationId } = key.defaultProject
    const expiresAt = input.expiresAt === undefined ? key.expiresAt : toExpiry(input.expiresAt)
    if (input.expiresAt !== undefined) {
      await requireNoLongerLife(tx, context, 'api_key.update', expiresAt)
    }
    await tx.apiKey.update({
      where: { accessKey },
      data: {
        expiresAt,
        ...(description !== undefined && { description }),
        ...(defaultProjectId !== undefined && {
          defaultProjectId: await requireProject(tx, organizationId, defaultProjectId),
        }),
      },
    })
    const row = await getApiKeyOrThrow(tx, accessKey)
    return {
      result: toApiKeyDto(row),
      audit: { before: auditedApiKey(key), after: auditedApiKey(row) },
    }
  },
})
