import type { NodeCredentials, NodeSpec, ProbeResult } from '@/agent/engines/driver.ts'
import { createKeeper } from '@/agent/engines/kept.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'
import { openClient } from '@/agent/engines/postgresql/session.ts'
import { isYoung } from '@/agent/engines/youth.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'

/** PostgreSQL listens before it recovers, so a process that does not listen is brand-new or lost. */
const youngForMs = 60_000

const keeper = createKeeper((spec, credentials) => openClient(spec, credentials, 'postgres'))

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

async function classify(spec: NodeSpec, error: unknown): Promise<ProbeResult> {
  const reason = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  // 57P03 is also what a server says that is shutting down.
  if (code === '57P03' && !reason.includes('shutting down')) return { state: 'starting', reason }
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    const young = await isYoung(spec, executableOf(spec.pack, 'postgres'), youngForMs)
    if (young) return { state: 'starting', reason: 'The server does not listen yet.' }
    return { state: 'down', reason: 'The server does not listen.' }
  }
  return { state: 'down', reason }
}

/** See `EngineDriver.probe`. */
export async function probe(
  spec: NodeSpec,
  credentials: NodeCredentials,
  timeoutMs: number,
): Promise<ProbeResult> {
  const startedAt = monotonicMs()
  try {
    return await keeper.use(spec, credentials, timeoutMs, async (client) => {
      const { rows } = await client.query<{ standby: boolean; release: string }>(
        "SELECT pg_is_in_recovery() AS standby, current_setting('server_version') AS release",
      )
      const [row] = rows
      if (row === undefined) throw new Error('The server answered without a row.')
      return {
        state: 'up',
        role: row.standby ? 'standby' : 'primary',
        latencyMs: monotonicMs() - startedAt,
        release: row.release.split(' ')[0] ?? row.release,
      }
    })
  } catch (error) {
    return classify(spec, error)
  }
}

/** See `EngineDriver.disconnect`. */
export function disconnect(nodeId: string): Promise<void> {
  keeper.drop(nodeId)
  return Promise.resolve()
}
