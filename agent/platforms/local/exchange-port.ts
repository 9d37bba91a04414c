import { endpointSpec } from '@/agent/platforms/local/load.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { findFreePort } from '@/agent/platforms/local/ports.ts'
import { withLock } from '@/agent/process/lock.ts'
import { db } from '@/lib/db/db.ts'

/**
 * Gives an endpoint that no client knows yet another port of the range, because a program that is
 * none of Holdfast's listens on the one it was given. Returns the new port.
 */
export async function exchangePort(
  context: LocalContext,
  endpoint: { id: string; port: number; bindAddress: string | null },
): Promise<number> {
  return withLock('ports', async () => {
    const rows = await db().endpoint.findMany({ select: { port: true } })
    const taken = new Set([endpoint.port, ...rows.map(({ port }) => port)])
    const { bindHost } = endpointSpec(context, endpoint)
    const port = await findFreePort(context.environment.endpointPorts, bindHost, taken)
    await db().endpoint.update({ where: { id: endpoint.id }, data: { port } })
    return port
  })
}
