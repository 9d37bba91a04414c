import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A port of 127.0.0.1 whose connections reach the engine from where endpoints connect. */
export interface Forward {
  port: number
  close(): Promise<void>
}

/** Stands in for an endpoint, for clients that cannot choose where they connect from. */
export async function forwardTo(enginePort: number): Promise<Forward> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const engine = connect({ host: '127.0.0.1', port: enginePort, localAddress: '127.0.0.2' })
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => sockets.delete(from))
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
