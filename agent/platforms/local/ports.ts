import { createServer } from 'node:net'
import { StepFailure } from '@/agent/platforms/platform.ts'

/**
 * Ports that engines listen on, on loopback only: apart from the endpoints' usual range and below
 * the ports that the kernel gives to outgoing connections, which could take one while it is free.
 */
export const nodePorts = { first: 30_000, last: 32_699 } as const

/** True when a server could listen on the port now; looks by binding it for a moment. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}

/**
 * The first port of a range that no row has and that nothing listens on.
 * Throws `StepFailure` when the range is used up.
 */
export async function findFreePort(
  range: { first: number; last: number },
  host: string,
  taken: ReadonlySet<number>,
): Promise<number> {
  for (let port = range.first; port <= range.last; port += 1) {
    if (!taken.has(port) && (await isPortFree(host, port))) return port
  }
  throw new StepFailure(
    'no_free_port',
    `No port between ${String(range.first)} and ${String(range.last)} is free.`,
  )
}
