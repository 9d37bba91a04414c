import { z } from 'zod'
import type { EndpointCounts } from '@/agent/endpoints/endpoint.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import {
  countersOf,
  countersSchema,
  type Counters,
} from '@/agent/platforms/local/endpoint-counters.ts'
import { endpointSpec } from '@/agent/platforms/local/load.ts'
import { now } from '@/lib/clock/clock.ts'
import { db, type Transaction } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'

/** Of the addresses that were refused within an hour, those that came last are shown. */
const refusedShown = 20
/** A time that was computed from an age differs a little with every look. */
const sameMomentMs = 2_000

const refusedSchema = z.array(
  z.object({ address: z.string(), count: z.number(), lastAt: z.string() }),
)
type Refused = z.output<typeof refusedSchema>

/**
 * Adds up what endpoints have counted: hits and open connections by rule, refused connections.
 * What was added is remembered with the endpoint in the same transaction, so that nothing counts
 * twice, also when the agent dies in the middle.
 */
export async function tallyEndpoints(context: LocalContext): Promise<void> {
  const endpoints = await db().endpoint.findMany({ where: { isOpen: true, closingAt: null } })
  for (const endpoint of endpoints) {
    try {
      const counts = await context.endpoints.count(endpointSpec(context, endpoint))
      if (counts) await db().$transaction((tx) => addUp(tx, endpoint.id, counts))
    } catch (error) {
      logger('tally').warn({ err: error, endpointId: endpoint.id }, 'endpoint was not counted')
    }
  }
}

async function addUp(tx: Transaction, endpointId: string, counts: EndpointCounts): Promise<void> {
  const endpoint = await tx.endpoint.findUnique({ where: { id: endpointId } })
  if (!endpoint) return
  const known = countersSchema.safeParse(endpoint.counters)
  const former = known.success && known.data.epoch === counts.epoch ? known.data : null
  if (endpoint.kind === 'load_balancer') {
    await addUpRules(tx, endpoint.instanceId, counts, former?.admitted ?? {})
  }
  const refusedSince = counts.refusedTotal - (former?.refusedTotal ?? 0)
  const counters = countersOf(counts)
  const before = refusedSchema.safeParse(endpoint.refusedAddresses)
  const refusedBefore = before.success ? before.data : []
  const refused = refusedOf(counts, refusedBefore)
  const isSame =
    endpoint.connections === counts.connections &&
    known.success &&
    JSON.stringify(sorted(known.data)) === JSON.stringify(sorted(counters)) &&
    JSON.stringify(refusedBefore) === JSON.stringify(refused)
  if (isSame) return
  await tx.endpoint.update({
    where: { id: endpointId },
    data: {
      connections: counts.connections,
      counters,
      refusedAddresses: refused,
      ...(refusedSince > 0 && { refusedCount: { increment: refusedSince } }),
    },
  })
}

/** The control database keeps the keys of JSON in an order of its own. */
function sorted({ epoch, refusedTotal, admitted }: Counters) {
  return [epoch, refusedTotal, Object.entries(admitted).sort(([a], [b]) => (a < b ? -1 : 1))]
}

async function addUpRules(
  tx: Transaction,
  instanceId: string,
  { admitted }: EndpointCounts,
  former: Readonly<Record<string, number>>,
): Promise<void> {
  const at = now()
  for (const { cidr, total, open } of admitted) {
    const hits = Math.max(0, total - (former[cidr] ?? 0))
    // In SQL, because being used does not count as being changed.
    if (hits > 0) {
      await tx.$executeRaw`
        UPDATE "allowed_ip" SET "hit_count" = "hit_count" + ${hits}, "last_matched_at" = ${at},
          "connections" = ${open}
        WHERE "instance_id" = ${instanceId}::uuid AND "cidr" = ${cidr}`
    } else {
      await tx.$executeRaw`
        UPDATE "allowed_ip" SET "connections" = ${open}
        WHERE "instance_id" = ${instanceId}::uuid AND "cidr" = ${cidr}
          AND "connections" <> ${open}`
    }
  }
}

function refusedOf({ refused }: EndpointCounts, before: Refused): Refused {
  const nowMs = now().getTime()
  return refused.slice(0, refusedShown).flatMap(({ address, count, agoMs }) => {
    if (count === 0) return []
    const lastMs = nowMs - agoMs
    const same = before.find((it) => it.address === address)
    const isSame = same && Math.abs(Date.parse(same.lastAt) - lastMs) < sameMomentMs
    return [{ address, count, lastAt: isSame ? same.lastAt : new Date(lastMs).toISOString() }]
  })
}
