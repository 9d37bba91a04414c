import type { Connection } from 'mysql2'
import type { NodeSpec } from '@/agent/engines/driver.ts'
import { serverEnvironment } from '@/agent/engines/mysql/files.ts'
import { query } from '@/agent/engines/mysql/session.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'
import { runEngineTool } from '@/agent/process/tool.ts'

/** Where every Debian machine keeps its time zones. */
const zoneInfo = '/usr/share/zoneinfo'
const timeoutMs = 30_000

/**
 * Fills the server's tables of time zones from the machine's when they lack the zone: a new server
 * has none and refuses every name. Zones given as an offset need no table.
 */
export async function ensureTimeZones(
  spec: NodeSpec,
  connection: Connection,
  zone: string,
): Promise<void> {
  if (/^[+-]/.test(zone)) return
  const known = await query(connection, 'SELECT 1 FROM mysql.time_zone_name WHERE Name = ?', [zone])
  if (known.length > 0) return
  const { stdout } = await runEngineTool({
    file: executableOf(spec.pack, 'mysql_tzinfo_to_sql'),
    args: [zoneInfo],
    environment: serverEnvironment(spec.pack),
    directory: layoutOf(spec.directory).data,
    timeoutMs,
    isBackground: false,
  })
  await query(connection, 'USE mysql')
  for (const statement of stdout.split(/;\s*\n/)) {
    if (statement.trim() !== '') await query(connection, statement)
  }
}
