import type { NodeAddress } from '@/agent/endpoints/endpoint.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'
import { backend, files, frontend } from '@/agent/endpoints/haproxy/configuration.ts'
import { ask } from '@/agent/endpoints/haproxy/runtime-socket.ts'

/** Who answers on the control socket. */
export interface Identification {
  pid: number
  fingerprint: string
}

/** What a running HAProxy does at this moment. */
export interface RuntimeState {
  server: NodeAddress
  isInMaintenance: boolean
  isHeld: boolean
  connections: number
}

/** A client's connection; `id` is valid while it lasts. */
export interface Session {
  id: string
  clientAddress: string
}

const forcedMaintenance = 0x01

function unreadable(what: string): EndpointError {
  return new EndpointError('not_answering', `HAProxy answered unreadably about ${what}`)
}

/** Rows of a table whose first line names the columns after a `#`. */
function rowsOf(text: string, separator: string): Record<string, string>[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const start = lines.findIndex((line) => line.startsWith('# '))
  const columns = lines[start]?.slice(2).split(separator) ?? []
  return lines.slice(start + 1).map((line) => {
    const fields = line.split(separator)
    return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? '']))
  })
}

/** Process id and configuration fingerprint, from `show info`. */
export async function identify(directory: string): Promise<Identification> {
  const info = await ask(directory, 'show info')
  const pid = /^Pid: (\d+)$/m.exec(info)?.[1]
  if (pid === undefined) throw unreadable('itself')
  return { pid: Number(pid), fingerprint: /^description: (.*)$/m.exec(info)?.[1] ?? '' }
}

/** Target, hold and number of connections, from `show servers state` and `show stat`. */
export async function readRuntimeState(directory: string): Promise<RuntimeState> {
  const servers = rowsOf(await ask(directory, `show servers state ${backend}`), ' ')
  const row = servers.find(({ srv_name }) => srv_name === 'current')
  const stats = rowsOf(await ask(directory, `show stat ${frontend} 1 -1`), ',')
  const front = stats.find(({ svname }) => svname === 'FRONTEND')
  if (!row || !front) throw unreadable('its state')
  return {
    server: { host: row.srv_addr ?? '', port: Number(row.srv_port) },
    isInMaintenance: (Number(row.srv_admin_state) & forcedMaintenance) !== 0,
    isHeld: Number(front.slim) === 0,
    connections: Number(front.scur),
  }
}

/** Every client connection, from `show sess`. */
export async function listSessions(directory: string): Promise<Session[]> {
  const lines = (await ask(directory, 'show sess')).split('\n')
  return lines.flatMap((line) => {
    const match = new RegExp(`^(0x[0-9a-f]+): .* src=(\\S+):\\d+ fe=${frontend} `).exec(line)
    const [, id, address] = match ?? []
    return id && address ? [{ id, clientAddress: address.replace(/^\[(.*)\]$/, '$1') }] : []
  })
}

/** The patterns that admit clients at this moment, sorted, from `show map`. */
export async function listAllowed(directory: string): Promise<string[]> {
  const lines = (await ask(directory, `show map ${files.allowed}`)).split('\n')
  return lines.flatMap((line) => line.trim().split(' ')[1] ?? []).sort()
}
