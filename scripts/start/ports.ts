import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Why a port cannot be listened on: the system's error code; null when it can. */
export async function whyPortIsRefused(host: string, port: number): Promise<string | null> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  } finally {
    server.close()
  }
}

/** Below the ports that Linux gives to outgoing connections, and apart from those of the engines. */
const controlPorts = { first: 29_000, last: 29_999 }

/**
 * A port of the loopback address that nothing listens on at this moment; several installations
 * start looking at different places.
 */
export async function freeControlPort(dataDir: string): Promise<number> {
  const count = controlPorts.last - controlPorts.first + 1
  const offset = createHash('sha256').update(dataDir).digest().readUInt16BE(2)
  for (let index = 0; index < count; index += 1) {
    const port = controlPorts.first + ((offset + index) % count)
    if ((await whyPortIsRefused('127.0.0.1', port)) === null) return port
  }
  throw new Error('No port is free for the control database.')
}

/** A port of the loopback address, of those that the system hands out by itself. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true })
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
