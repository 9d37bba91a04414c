import type { EndpointCounts } from '@/agent/endpoints/endpoint.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'
import { frontend, refusedForMs, tables } from '@/agent/endpoints/haproxy/configuration.ts'
import { ask } from '@/agent/endpoints/haproxy/runtime-socket.ts'

/** Rows of `show table`: `0x…: key=… use=… exp=… name=value …`. */
function rowsOf(text: string): Record<string, string>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('0x'))
    .map((line) =>
      Object.fromEntries(
        line
          .split(' ')
          .slice(1)
          .map((field) => {
            const [name = '', ...value] = field.split('=')
            return [name.replace(/\(\d+\)$/, ''), value.join('=')]
          }),
      ),
    )
}

function numberOf(row: Record<string, string>, name: string): number {
  const value = Number(row[name])
  if (row[name] === undefined || !Number.isFinite(value)) {
    throw new EndpointError('not_answering', `HAProxy answered unreadably about ${name}`)
  }
  return value
}

/** The frontend's line of `show stat`, by the names in its first line. */
function frontendOf(text: string): Record<string, string> {
  const [header = '', line = ''] = text.split('\n').filter((it) => it.trim() !== '')
  const names = header.replace(/^# /, '').split(',')
  const values = line.split(',')
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

/** Reads what the running HAProxy has counted, in three short questions. */
export async function readCounts(directory: string): Promise<Omit<EndpointCounts, 'epoch'>> {
  const stat = frontendOf(await ask(directory, `show stat ${frontend} 1 -1`))
  const rules = rowsOf(await ask(directory, `show table ${tables.rules}`))
  const refused = rowsOf(await ask(directory, `show table ${tables.refused}`))
  return {
    connections: numberOf(stat, 'scur'),
    admitted: rules.map((row) => ({
      cidr: row.key ?? '',
      total: numberOf(row, 'conn_cnt'),
      open: numberOf(row, 'conn_cur'),
    })),
    refusedTotal: numberOf(stat, 'dcon'),
    refused: refused
      .map((row) => ({
        address: row.key ?? '',
        count: numberOf(row, 'conn_rate'),
        agoMs: Math.max(0, refusedForMs - numberOf(row, 'exp')),
      }))
      .sort((a, b) => a.agoMs - b.agoMs),
  }
}
