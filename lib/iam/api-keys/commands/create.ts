import { randomInt, randomUUID } from 'node:crypto'
import type { ResourceRef } from '@/lib/core/authorise.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { lockApplication } from '../../applications/internal.ts'
import { requireNotOutranked, type PrincipalRef } from '../../delegation.ts'
import { lockMember } from '../../members/internal.ts'
import {
  apiKeyRef,
  auditedApiKey,
  getApiKeyOrThrow,
  requireNoLongerLife,
  requireProject,
  toApiKeyDto,
  toExpiry,
} from '../internal.ts'
import { createApiKeySchema, type NewApiKey } from '../schema.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

interface Bearer extends PrincipalRef {
  organizationId: string
  isOwner: boolean
}

/** An access key of the form that API clients insist on: SCW and 17 letters or digits. */
function newAccessKey(): string {
  return `SCW${Array.from({ length: 17 }, () => alphabet.charAt(randomInt(alphabet.length))).join('')}`
}

/**
 * Creates a key for the HTTP API that acts with the rights of a member or an application; the
 * secret is returned once. One's own needs no permission; of another bearer, `forbidden` when that
 * one has rights that the actor does not have, because whoever makes the key could use it.
 */
export const createApiKey = defineCommand({
  name: 'api_key.create',
  input: createApiKeySchema,
  resource: async (tx, context, input): Promise<{ ref: ResourceRef; record: Bearer }> => {
    const { memberId, applicationId } = input
    if (memberId !== undefined) {
      const { ref, record } = await lockMember(tx, context, { memberId })
      const { organizationId, isOwner } = record
      return { ref, record: { kind: 'member', id: memberId, organizationId, isOwner } }
    }
    if (applicationId === undefined) throw new Error('the schema let a key without bearer through')
    const { ref, record } = await lockApplication(tx, context, { applicationId })
    const { id, organizationId } = record
    return { ref, record: { kind: 'application', id, organizationId, isOwner: false } }
  },
  run: async (tx, context, input, bearer) => {
    await requireNotOutranked(tx, context, 'api_key.create', bearer)
    const expiresAt = toExpiry(input.expiresAt)
    await requireNoLongerLife(tx, context, 'api_key.create', expiresAt)
    const secretKey = randomUUID()
    const accessKey = newAccessKey()
    await tx.apiKey.create({
      data: {
        accessKey,
        secretHash: hashToken(secretKey),
        memberId: bearer.kind === 'member' ? bearer.id : null,
        applicationId: bearer.kind === 'application' ? bearer.id : null,
        defaultProjectId: await requireProject(tx, bearer.organizationId, input.defaultProjectId),
        description: input.description,
        expiresAt,
        creationAddress: context.address,
      },
    })
    const row = await getApiKeyOrThrow(tx, accessKey)
    const result: NewApiKey = { ...toApiKeyDto(row), secretKey, projectId: row.defaultProjectId }
    return { result, audit: { resource: apiKeyRef(row), after: auditedApiKey(row) } }
  },
})
