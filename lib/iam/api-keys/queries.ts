import { authorise, isAllowed } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { organizationRef } from '../organization.ts'
import { containing, skipAndTake } from '../paging.ts'
import { apiKeyInclude, apiKeyRef, getApiKeyOrThrow, toApiKeyDto } from './internal.ts'
import {
  apiKeyRefSchema,
  listApiKeysSchema,
  type ApiKeyDto,
  type ApiKeyOrder,
  type ApiKeyPage,
} from './schema.ts'

/** API keys of the organization, filtered, ordered and paged; without the permission one's own. */
export const listApiKeys = defineQuery({
  name: 'api_key.read',
  input: listApiKeysSchema,
  run: async (context, input): Promise<ApiKeyPage> => {
    const { search, memberId, applicationId, bearerId, bearerKind, accessKeys, isExpired } = input
    const and: Prisma.ApiKeyWhereInput[] = [{ revokedAt: null }, visible(context)]
    if (search)
      and.push({ OR: [{ description: containing(search) }, { accessKey: containing(search) }] })
    if (memberId !== undefined) and.push({ memberId })
    if (applicationId !== undefined) and.push({ applicationId })
    if (bearerId !== undefined) {
      and.push({ OR: [{ memberId: bearerId }, { applicationId: bearerId }] })
    }
    if (bearerKind === 'member') and.push({ memberId: { not: null } })
    if (bearerKind === 'application') and.push({ applicationId: { not: null } })
    if (accessKeys) and.push({ accessKey: { in: accessKeys } })
    if (isExpired === true) and.push({ expiresAt: { lte: now() } })
    if (isExpired === false) and.push({ OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }] })
    const where: Prisma.ApiKeyWhereInput = { AND: and }
    const [rows, totalCount] = await Promise.all([
      db().apiKey.findMany({
        where,
        include: apiKeyInclude,
        orderBy: [orderOf(input.order), { accessKey: 'asc' }],
        ...skipAndTake(input),
      }),
      db().apiKey.count({ where }),
    ])
    return { apiKeys: rows.map(toApiKeyDto), totalCount, readAt: now().toISOString() }
  },
})

/** One API key, without its secret; one's own always. */
export const getApiKey = defineQuery({
  name: 'api_key.read',
  input: apiKeyRefSchema,
  run: async (context, { accessKey }): Promise<ApiKeyDto> => {
    const row = await getApiKeyOrThrow(db(), accessKey)
    authorise(context, 'api_key.read', apiKeyRef(row))
    return toApiKeyDto(row)
  },
})

function visible({ actor }: Context): Prisma.ApiKeyWhereInput {
  if (!('organizationId' in actor)) return {}
  const { organizationId } = actor
  const ofOrganization = { defaultProject: { organizationId } }
  if (isAllowed(actor, 'api_key.read', organizationRef(organizationId))) return ofOrganization
  if (actor.kind === 'application') return { applicationId: actor.applicationId }
  return { memberId: actor.memberId }
}

function orderOf(order: ApiKeyOrder): Prisma.ApiKeyOrderByWithRelationInput {
  switch (order) {
    case 'created_at_asc':
      return { createdAt: 'asc' }
    case 'created_at_desc':
      return { createdAt: 'desc' }
    case 'updated_at_asc':
      return { updatedAt: 'asc' }
    case 'updated_at_desc':
      return { updatedAt: 'desc' }
    case 'expires_at_asc':
      return { expiresAt: { sort: 'asc', nulls: 'last' } }
    case 'expires_at_desc':
      return { expiresAt: { sort: 'desc', nulls: 'first' } }
    case 'last_used_at_asc':
      return { lastUsedAt: { sort: 'asc', nulls: 'first' } }
    case 'last_used_at_desc':
      return { lastUsedAt: { sort: 'desc', nulls: 'last' } }
    case 'access_key_asc':
      return { accessKey: 'asc' }
    case 'access_key_desc':
      return { accessKey: 'desc' }
  }
}
