import { open } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { EndpointError } from '@/agent/endpoints/errors.ts'
import { files } from '@/agent/endpoints/haproxy/configuration.ts'

const timeoutMs = 2000
/** HAProxy reads one request into one buffer of 16 KiB. */
const maxRequestBytes = 12_000

function exchange(path: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(path)
    const timer = setTimeout(() => {
      socket.destroy(new EndpointError('not_answering', 'HAProxy did not answer in time'))
    }, timeoutMs)
    socket.on('connect', () => socket.write(`${request}\n`))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(timer)
      reject(new EndpointError('not_answering', 'HAProxy closed its control socket'))
    })
  })
}

/**
 * Sends commands of HAProxy's Runtime API over the control socket in `directory`, in one request,
 * and returns what it printed. At most two seconds.
 * Throws EndpointError `not_answering` when nobody answers there.
 */
export async function ask(directory: string, ...commands: string[]): Promise<string> {
  // Socket addresses end at 107 bytes; by way of the open directory the path is always short.
  const handle = await open(directory, 'r').catch((cause: unknown) => {
    throw new EndpointError('not_answering', 'The endpoint has no directory', { cause })
  })
  try {
    const path = join('/proc/self/fd', String(handle.fd), files.socket)
    return await exchange(path, commands.join(';'))
  } catch (cause) {
    if (cause instanceof EndpointError) throw cause
    throw new EndpointError('not_answering', 'HAProxy does not answer', { cause })
  } finally {
    await handle.close()
  }
}

/**
 * Sends commands that print nothing when they succeed, in as few requests as their length allows.
 * Throws EndpointError `not_answering` with what HAProxy printed otherwise.
 */
export async function tell(directory: string, ...commands: string[]): Promise<void> {
  const requests: string[][] = [[]]
  let bytes = 0
  for (const command of commands) {
    bytes += command.length + 1
    if (bytes > maxRequestBytes) {
      requests.push([])
      bytes = command.length + 1
    }
    requests.at(-1)?.push(command)
  }
  for (const request of requests) {
    const printed = (await ask(directory, ...request)).trim()
    if (printed !== '') throw new EndpointError('not_answering', `HAProxy refused: ${printed}`)
  }
}
