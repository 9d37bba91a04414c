import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import type { EngineName } from '@/agent/engines/driver.ts'

/** What the server agreed to. */
export interface Handshake {
  protocol: string | null
  cipher: string
  fingerprint: string
}

/** PostgreSQL's SSLRequest: its length and the number that asks for TLS. */
const postgresqlRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/** MySQL's SSLRequest as the second packet: protocol 4.1, TLS, 16 MB packets, utf8mb4. */
function mysqlRequest(): Buffer {
  const packet = Buffer.alloc(36)
  packet.writeUIntLE(32, 0, 3)
  packet[3] = 1
  packet.writeUInt32LE(0x00000200 | 0x00000800 | 0x00008000, 4)
  packet.writeUInt32LE(16 * 1024 * 1024, 8)
  packet[12] = 255
  return packet
}

async function askForTls(engine: EngineName, socket: Socket): Promise<void> {
  if (engine === 'mysql') {
    await once(socket, 'data')
    socket.write(mysqlRequest())
    return
  }
  socket.write(postgresqlRequest)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  if (answer.toString('latin1') !== 'S') throw new Error('The server offers no TLS.')
}

/** Negotiates TLS as clients of the engine do and ends there. Rejects with what OpenSSL says. */
export async function handshake(
  engine: EngineName,
  port: number,
  options: ConnectionOptions,
): Promise<Handshake> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect')
    await askForTls(engine, socket)
    const secure = connectTls({ ...options, socket, servername: 'localhost' })
    await once(secure, 'secureConnect')
    const { fingerprint256 } = secure.getPeerCertificate()
    const agreed = {
      protocol: secure.getProtocol(),
      cipher: secure.getCipher().name,
      fingerprint: fingerprint256,
    }
    secure.on('error', () => undefined)
    secure.destroy()
    return agreed
  } finally {
    socket.destroy()
  }
}
