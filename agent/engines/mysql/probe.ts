import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeCredentials, NodeSpec, ProbeResult } from '@/agent/engines/driver.ts'
import { createKeeper } from '@/agent/engines/kept.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { awaitsFirstStart, firstStartFile } from '@/agent/engines/mysql/files.ts'
import { openConnection, query } from '@/agent/engines/mysql/session.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'
import { isYoung } from '@/agent/engines/youth.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'

/** MySQL listens only after it has recovered, which can take long after a crash under load. */
const youngForMs = 900_000

const keeper = createKeeper(openConnection)

async function classify(spec: NodeSpec, error: unknown): Promise<ProbeResult> {
  const reason = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    const young = await isYoung(spec, executableOf(spec.pack, 'mysqld'), youngForMs)
    if (young) return { state: 'starting', reason: 'The server does not listen yet.' }
    return { state: 'down', reason: 'The server does not listen.' }
  }
  return { state: 'down', reason }
}

/** The superuser's own password has just worked, so the file that set it has done its duty. */
async function finishFirstStart(spec: NodeSpec): Promise<void> {
  const { data } = layoutOf(spec.directory)
  if (awaitsFirstStart(data)) await rm(join(data, firstStartFile), { force: true })
}

/** See `EngineDriver.probe`. */
export async function probe(
  spec: NodeSpec,
  credentials: NodeCredentials,
  timeoutMs: number,
): Promise<ProbeResult> {
  const startedAt = monotonicMs()
  try {
    const result = await keeper.use(spec, credentials, timeoutMs, async (connection) => {
      const [row] = await query<{ standby: number; release: string }>(
        connection,
        `SELECT @@super_read_only = 1 AND EXISTS (
           SELECT 1 FROM performance_schema.replication_connection_configuration
         ) AS standby, VERSION() AS \`release\``,
      )
      if (row === undefined) throw new Error('The server answered without a row.')
      return {
        state: 'up' as const,
        role: row.standby === 1 ? ('standby' as const) : ('primary' as const),
        latencyMs: monotonicMs() - startedAt,
        release: row.release.split('-')[0] ?? row.release,
      }
    })
    await finishFirstStart(spec)
    return result
  } catch (error) {
    return classify(spec, error)
  }
}

/** See `EngineDriver.disconnect`. */
export function disconnect(nodeId: string): Promise<void> {
  keeper.drop(nodeId)
  return Promise.resolve()
}
