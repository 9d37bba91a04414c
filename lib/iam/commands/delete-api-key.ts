import { z } from 'zod'
import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { notFound } from '@/lib/core/errors.ts'
import { requireOwnOrManagedAccount } from '../account-rights.ts'

const deleteApiKeySchema = z.strictObject({
  accessKey: z.string().regex(/^SCW[A-Z0-9]{17}$/, 'SCW and 17 capital letters or digits.'),
})

/**
 * Revokes an API key: it is refused from the next request on, for good. `not_found` for a key that
 * never was or was revoked before.
 */
export const deleteApiKey = defineCommand({
  name: 'api_key.delete',
  input: deleteApiKeySchema,
  resource: async (tx, context, { accessKey }) => {
    const { actor } = context
    const record = await tx.apiKey.findFirst({
      where: {
        accessKey,
        revokedAt: null,
        ...('organizationId' in actor && { member: { organizationId: actor.organizationId } }),
      },
      include: {
        member: { select: { id: true, email: true, isOwner: true, organizationId: true } },
      },
    })
    if (!record?.member) throw notFound('access_key', accessKey)
    const { organizationId } = record.member
    const name = record.description
    return {
      ref: { type: 'access_key', id: null, name, projectId: null, organizationId },
      record: { ...record, member: record.member },
    }
  },
  run: async (tx, context, { accessKey }, { description, member }) => {
    requireOwnOrManagedAccount(context, 'api_key.delete', member)
    await tx.apiKey.update({ where: { accessKey }, data: { revokedAt: now() } })
    return {
      result: { accessKey },
      audit: {
        resource: {
          type: 'access_key',
          id: accessKey,
          name: description,
          projectId: null,
          organizationId: member.organizationId,
        },
        before: { accessKey, member: member.email },
      },
    }
  },
})
