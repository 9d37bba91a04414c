import { randomInt, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { defineCommand } from '@/lib/core/command.ts'
import { notFound } from '@/lib/core/errors.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { requireOwnAccountOrOwner } from '../account-rights.ts'
import { loadOrganization } from '../organization.ts'

const createApiKeySchema = z.strictObject({
  organizationId: z.uuid(),
  memberId: z.uuid(),
  defaultProjectId: z.uuid(),
  description: z.string().max(200).default(''),
  expiresAt: z.iso.datetime().optional(),
})

export interface NewApiKey {
  accessKey: string
  /** Shown here and never again: only its hash is kept. */
  secretKey: string
  organizationId: string
  projectId: string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** An access key of the form that API clients insist on: SCW and 17 letters or digits. */
function newAccessKey(): string {
  return `SCW${Array.from({ length: 17 }, () => alphabet.charAt(randomInt(alphabet.length))).join('')}`
}

/**
 * Creates a key for the HTTP API that acts with the rights of a member: one's own, or as an owner
 * anybody's; `forbidden` otherwise, because the key would lend the other member's rights.
 */
export const createApiKey = defineCommand({
  name: 'api_key.create',
  input: createApiKeySchema,
  resource: (tx, context, input) => loadOrganization(tx, context, input.organizationId),
  run: async (tx, context, input) => {
    const { organizationId } = input
    const member = await tx.member.findFirst({ where: { id: input.memberId, organizationId } })
    if (!member) throw notFound('user', input.memberId)
    requireOwnAccountOrOwner(context, 'api_key.create', member)
    const project = await tx.project.findFirst({
      where: { id: input.defaultProjectId, organizationId },
    })
    if (!project) throw notFound('project', input.defaultProjectId)
    const accessKey = newAccessKey()
    const secretKey = randomUUID()
    await tx.apiKey.create({
      data: {
        accessKey,
        secretHash: hashToken(secretKey),
        memberId: member.id,
        defaultProjectId: project.id,
        description: input.description,
        expiresAt: input.expiresAt === undefined ? null : new Date(input.expiresAt),
      },
    })
    const result: NewApiKey = { accessKey, secretKey, organizationId, projectId: project.id }
    return {
      result,
      audit: {
        resource: {
          type: 'access_key',
          id: accessKey,
          name: input.description,
          projectId: null,
          organizationId,
        },
        after: { accessKey, member: member.email, defaultProjectId: project.id },
      },
    }
  },
})
