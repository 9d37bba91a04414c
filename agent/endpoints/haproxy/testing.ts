import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { NodeAddress } from '@/agent/endpoints/endpoint.ts'
import { waitUntil } from '@/agent/process/ready.ts'

const bound = { timeoutMs: 5000, intervalMs: 5 }

/** A server that answers `<name>:<text>` to each text; `greets` makes it speak first. */
export interface EchoServer {
  address: NodeAddress
  remoteAddresses(): string[]
  open(): number
  stop(): Promise<void>
}

/** A client whose expectations wait, bounded, until they are met or fail. */
export interface Client {
  connected(): Promise<void>
  sends(text: string, answer: string): Promise<void>
  receives(text: string): Promise<void>
  received(): string
  ends(): Promise<void>
  close(): void
}

/** Listens on a free port of 127.0.0.1. */
export async function startEchoServer(name: string, greets: boolean): Promise<EchoServer> {
  const sockets = new Set<Socket>()
  const remotes = new Set<string>()
  const server = createServer((socket) => {
    sockets.add(socket)
    remotes.add(socket.remoteAddress ?? '')
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (data) => socket.write(`${name}:${data.toString()}`))
    if (greets) socket.write(`hello from ${name}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    remoteAddresses: () => [...remotes],
    open: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Connects from `localAddress` (127.0.0.0/8, or `::1` for IPv6). */
export function connectClient(port: number, localAddress: string): Client {
  const host = localAddress === '::1' ? '::1' : '127.0.0.1'
  const socket = connect({ port, host, localAddress })
  let text = ''
  let hasEnded = false
  let failure: Error | null = null
  let isConnected = false
  socket.on('connect', () => {
    isConnected = true
  })
  socket.on('data', (data) => {
    text += data.toString()
  })
  socket.on('error', (error) => {
    failure = error
  })
  socket.on('end', () => {
    hasEnded = true
  })
  socket.on('close', () => {
    hasEnded = true
  })
  const receives = async (wanted: string): Promise<void> => {
    await waitUntil(
      () => {
        if (hasEnded) throw new Error(`The connection ended after "${text}"`, { cause: failure })
        return text.includes(wanted)
      },
      { ...bound, label: `"${wanted}"` },
    )
  }
  return {
    connected: () =>
      waitUntil(
        () => {
          if (failure) throw failure
          return isConnected
        },
        { ...bound, label: 'the connection' },
      ).then(() => undefined),
    sends: (sent, answer) => {
      socket.write(sent)
      return receives(answer)
    },
    receives,
    received: () => text,
    ends: () => waitUntil(() => hasEnded, { ...bound, label: 'the end' }).then(() => undefined),
    close: () => {
      socket.destroy()
    },
  }
}

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}
