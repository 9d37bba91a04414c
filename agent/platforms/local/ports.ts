import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { StepFailure } from '@/agent/platforms/platform.ts'

/**
 * Ports that engines listen on, on loopback only: apart from the endpoints' usual range and below
 * the ports that the kernel gives to outgoing connections, which could take one while it is free.
 */
const nodePorts = { first: 30_000, last: 32_699 } as const

/** A free node port; several installations on one machine start looking at different places. */
export async function findFreeNodePort(
  dataDir: string,
  taken: ReadonlySet<number>,
): Promise<number> {
  const offset = createHash('sha256').update(dataDir).digest().readUInt16BE(0)
  return findFreePort(nodePorts, '127.0.0.1', taken, offset)
}

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
 * The first port of a range, from `offset` on and around, that no row has and nothing listens on.
 * Throws `StepFailure` when the range is used up.
 */
export async function findFreePort(
  range: { first: number; last: number },
  host: string,
  taken: ReadonlySet<number>,
  offset = 0,
): Promise<number> {
  const count = range.last - range.first + 1
  for (let index = 0; index < count; index += 1) {
    const port = range.first + ((offset + index) % count)
    if (!taken.has(port) && (await isPortFree(host, port))) return port
  }
  throw new StepFailure(
    'no_free_port',
    `No port between ${String(range.first)} and ${String(range.last)} is free.`,
  )
}
