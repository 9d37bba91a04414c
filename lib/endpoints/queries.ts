import { z } from 'zod'
import { authorise, projectScope } from '@/lib/core/authorise.ts'
import { AppError, notFound } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { getInstanceOrThrow, toEndpointDto } from '@/lib/instances/resource.ts'
import type { EndpointDto } from '@/lib/instances/schema.ts'
import { endpointRef, networkFreshMs } from './internal.ts'
import { endpointRefSchema, type PrivateNetworkDto } from './schema.ts'

/** One endpoint. */
export const getEndpoint = defineQuery({
  name: 'endpoint.read',
  input: endpointRefSchema,
  run: async (context, { endpointId }): Promise<EndpointDto> => {
    const found = await db().endpoint.findUnique({ where: { id: endpointId } })
    if (!found) throw notFound('endpoint', endpointId)
    const instance = await getInstanceOrThrow(db(), found.instanceId)
    authorise(context, 'endpoint.read', endpointRef(found, instance))
    const endpoint = instance.endpoints.find(({ id }) => id === endpointId)
    if (!endpoint) throw notFound('endpoint', endpointId)
    return toEndpointDto(endpoint, instance.nodes)
  },
})

/** The networks of this machine that a private endpoint can listen on, larger ones last. */
export const listPrivateNetworks = defineQuery({
  name: 'private_network.read',
  input: z.strictObject({}),
  run: async ({ actor }): Promise<PrivateNetworkDto[]> => {
    // The machine belongs to no project: whoever may read networks in any project may see it.
    const { projectIds } = projectScope(actor, 'private_network.read')
    if (projectIds !== 'all' && projectIds.length === 0) {
      throw new AppError('forbidden', 'You do not have the permission for this.', {
        kind: 'permission',
        resource: 'private_network',
        action: 'private_network.read',
      })
    }
    const rows = await db().privateNetwork.findMany({ orderBy: [{ createdAt: 'asc' }] })
    const since = now().getTime() - networkFreshMs
    return rows.map(({ id, cidr, interfaceName, addresses, lastSeenAt }) => ({
      id,
      cidr,
      interfaceName,
      addresses,
      isLoopback: addresses.some((address) => address === '127.0.0.1' || address === '::1'),
      isPresent: lastSeenAt.getTime() >= since,
    }))
  },
})
