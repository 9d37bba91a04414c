import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'

/** Where pgbench connects to, always over verified TLS. */
export interface PgbenchTarget {
  port: number
  user: string
  password: string
  database: string
  /** File with the authority that the server's certificate must be signed by. */
  authorityFile: string
}

export interface PgbenchRound {
  tps: number
  latencyMs: number
}

/** Runs pgbench with the given arguments and returns what it printed. */
export async function runPgbench(
  pack: EnginePack,
  target: PgbenchTarget,
  args: readonly string[],
): Promise<string> {
  const { stdout } = await promisify(execFile)(executableOf(pack, 'pgbench'), [...args], {
    cwd: '/',
    env: {
      ...pack.environment,
      NODE_ENV: 'production',
      PATH: '/usr/bin:/bin',
      PGHOST: '127.0.0.1',
      PGPORT: String(target.port),
      PGUSER: target.user,
      PGPASSWORD: target.password,
      PGDATABASE: target.database,
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: target.authorityFile,
    },
    maxBuffer: 16 * 1024 ** 2,
  })
  return stdout
}

/** Reads throughput and mean latency from pgbench's summary; throws when a transaction failed. */
export function parseRound(output: string): PgbenchRound {
  const number = (pattern: RegExp): number => {
    const value = Number(pattern.exec(output)?.[1])
    if (Number.isNaN(value)) throw new Error(`pgbench said something unknown:\n${output}`)
    return value
  }
  const failed = number(/^number of failed transactions: (\d+)/m)
  if (failed > 0) throw new Error(`${String(failed)} transactions of pgbench failed.`)
  return {
    tps: number(/^tps = ([\d.]+) \(without initial connection time\)/m),
    latencyMs: number(/^latency average = ([\d.]+) ms/m),
  }
}
