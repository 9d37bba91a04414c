import { z } from 'zod'
import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { env } from '@/lib/env/env.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { getInstanceOrThrow, instanceRef, type InstanceRow } from '@/lib/instances/resource.ts'
import { cidrOfAddress } from './cidr.ts'
import { toAllowedIpDto } from './internal.ts'
import { instanceIdSchema, type AllowedIpListDto, type RefusedAddressDto } from './schema.ts'

/** The allowed IPs of an instance with their use, and who was refused lately. */
export const listAllowedIps = defineQuery({
  name: 'allowed_ip.read',
  input: instanceIdSchema,
  run: async (context, { instanceId }): Promise<AllowedIpListDto> => {
    const row = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'allowed_ip.read', instanceRef(row))
    const filtered = row.endpoints.filter(({ kind }) => kind === 'load_balancer')
    return {
      instanceId,
      rules: row.allowedIps.map(toAllowedIpDto),
      ...enforcementOf(row),
      families: filtered.length === 0 ? [] : [env().publicHost.includes(':') ? 'ipv6' : 'ipv4'],
      refused: filtered.flatMap(({ refusedAddresses }) => refusedOf(refusedAddresses)),
      refusedCount: filtered.reduce((sum, endpoint) => sum + Number(endpoint.refusedCount), 0),
      ownCidr: cidrOfAddress(context.address),
    }
  },
})

function enforcementOf(
  row: InstanceRow,
): Pick<AllowedIpListDto, 'isApplying' | 'changedAt' | 'enforcedAfterMs'> {
  const { allowedIpsChangedAt: changedAt, allowedIpsEnforcedAt: enforcedAt } = row
  const isPending = row.allowedIpsObservedGeneration < row.allowedIpsGeneration
  const isKnown = !isPending && changedAt !== null && enforcedAt !== null
  return {
    // Without a filtered endpoint there is nothing to wait for.
    isApplying: isPending && row.endpoints.some(({ kind }) => kind === 'load_balancer'),
    changedAt: changedAt?.toISOString() ?? null,
    enforcedAfterMs: isKnown ? Math.max(0, enforcedAt.getTime() - changedAt.getTime()) : null,
  }
}

const refusedSchema = z.array(
  z.object({ address: z.string(), count: z.number(), lastAt: z.iso.datetime() }),
)
const shownForMs = 3_600_000

function refusedOf(value: Prisma.JsonValue): RefusedAddressDto[] {
  const since = now().getTime() - shownForMs
  return refusedSchema.parse(value).filter(({ lastAt }) => Date.parse(lastAt) >= since)
}
