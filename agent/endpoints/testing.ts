import { connect } from 'node:net'

/** A connection to an engine through an endpoint, as far as it came. */
export interface Attempt {
  /** The engine answered. */
  isAdmitted: boolean
  hasEnded(): boolean
  close(): void
}

const timeoutMs = 5_000
/** What a PostgreSQL client asks before TLS; the server answers with one byte. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/**
 * Connects from one of the machine's addresses and waits for the engine's first byte, or for the
 * end of the connection. `speaksFirst`: the engine greets, as MySQL does.
 */
export function attempt(options: {
  host: string
  port: number
  localAddress: string
  speaksFirst: boolean
}): Promise<Attempt> {
  const { host, port, localAddress, speaksFirst } = options
  const socket = connect({ host, port, localAddress })
  let hasEnded = false
  const at = (isAdmitted: boolean): Attempt => ({
    isAdmitted,
    hasEnded: () => hasEnded,
    close: () => {
      socket.destroy()
    },
  })
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      socket.destroy()
    }, timeoutMs)
    socket.on('connect', () => {
      if (!speaksFirst) socket.write(sslRequest)
    })
    socket.on('data', () => {
      clearTimeout(timer)
      resolve(at(true))
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      hasEnded = true
      clearTimeout(timer)
      resolve(at(false))
    })
  })
}
