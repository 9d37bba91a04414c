import { endpointBindHost } from '@/agent/platforms/local/addresses.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { findFreeNodePort, findFreePort } from '@/agent/platforms/local/ports.ts'
import { withLock } from '@/agent/process/lock.ts'
import { db } from '@/lib/db/db.ts'
import { isUniqueViolation } from '@/lib/db/errors.ts'
import { newId } from '@/lib/ids/ids.ts'

const attempts = 5

/** Gives the instance its primary node and its public endpoint, each with a port of its own. */
export async function reservePorts(context: LocalContext, instanceId: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await reserveOnce(context, instanceId)
    } catch (error) {
      // Somebody was given the port for an additional endpoint at the same moment.
      if (!isUniqueViolation(error) || attempt === attempts) throw error
    }
  }
}

async function reserveOnce(context: LocalContext, instanceId: string): Promise<string> {
  return withLock('ports', async () => {
    const [nodes, endpoints] = await Promise.all([
      db().node.findMany({ select: { port: true, instanceId: true } }),
      db().endpoint.findMany({ select: { port: true, instanceId: true } }),
    ])
    const taken = new Set([...nodes, ...endpoints].map(({ port }) => port))
    if (!nodes.some((node) => node.instanceId === instanceId)) {
      const port = await findFreeNodePort(context.paths.dataDir, taken)
      taken.add(port)
      await db().node.create({ data: { id: newId(), instanceId, role: 'primary', port } })
    }
    const endpoint = endpoints.find((known) => known.instanceId === instanceId)
    if (endpoint) return `Port ${String(endpoint.port)}.`
    const { endpointPorts } = context.environment
    const port = await findFreePort(endpointPorts, endpointBindHost(context.environment), taken)
    await db().endpoint.create({ data: { id: newId(), instanceId, port } })
    return `Port ${String(port)}.`
  })
}
