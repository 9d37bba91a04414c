import { outOfStock } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { env } from '@/lib/env/env.ts'

/** Makes whoever gives ports to endpoints take turns until the transaction ends. */
export async function lockPorts(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('holdfast.endpoint-ports'))`
}

/**
 * A port that no endpoint has: the preferred one when the address has no endpoint on it, else the
 * first of the installation's range that no endpoint has on any address. Whether another program
 * listens there turns out when the agent opens it, which then exchanges the port. Call `lockPorts`
 * first. Throws `out_of_stock` when the range is used up.
 */
export async function choosePort(
  tx: Transaction,
  wanted: { bindAddress: string | null; preferred: number | null },
): Promise<number> {
  const rows = await tx.endpoint.findMany({ select: { port: true, bindAddress: true } })
  const { preferred, bindAddress } = wanted
  const isTaken = rows.some((row) => row.port === preferred && row.bindAddress === bindAddress)
  if (preferred !== null && !isTaken) return preferred
  const taken = new Set(rows.map(({ port }) => port))
  const { first, last } = env().endpointPorts
  for (let port = first; port <= last; port += 1) if (!taken.has(port)) return port
  const range = `${String(first)}-${String(last)}`
  throw outOfStock('endpoint', `Every port of ${range} has an endpoint. Remove one, or widen it.`)
}
