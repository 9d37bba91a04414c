import { executableOf } from '@/agent/engines/pack-access.ts'
import { forwardTo } from '@/agent/engines/testing/forward.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { plainEnvironment, run } from '@/agent/process/run.ts'

/** How a customer's command-line client connects; files are PEM files by their paths. */
export interface CommandLineTarget {
  host: string
  port: number
  user: string
  password: string
  authorityFile: string
  /** libpq's sslmode and mysql's --ssl-mode differ in name only. */
  verify: 'full' | 'none'
  client?: { certificateFile: string; keyFile: string }
}

const sslModes = {
  postgresql: { full: 'verify-full', none: 'disable' },
  mysql: { full: 'VERIFY_IDENTITY', none: 'DISABLED' },
} as const

function psqlArguments(target: CommandLineTarget): string[] {
  const { client } = target
  const connection = [
    `host=${target.host}`,
    // A name that resolves nowhere is checked against the certificate all the same.
    'hostaddr=127.0.0.1',
    `port=${String(target.port)}`,
    `user=${target.user}`,
    'dbname=rdb',
    `sslmode=${sslModes.postgresql[target.verify]}`,
    `sslrootcert=${target.authorityFile}`,
    ...(client ? [`sslcert=${client.certificateFile}`, `sslkey=${client.keyFile}`] : []),
    'connect_timeout=10',
  ].join(' ')
  return ['--no-psqlrc', '-At', '-d', connection, '-c', 'select 41 + 1']
}

function mysqlArguments(target: CommandLineTarget): string[] {
  const { client } = target
  const authority = target.verify === 'none' ? [] : [`--ssl-ca=${target.authorityFile}`]
  return [
    '--no-defaults',
    '--protocol=TCP',
    `--host=${target.host}`,
    `--port=${String(target.port)}`,
    `--user=${target.user}`,
    `--ssl-mode=${sslModes.mysql[target.verify]}`,
    ...authority,
    ...(client ? [`--ssl-cert=${client.certificateFile}`, `--ssl-key=${client.keyFile}`] : []),
    '--batch',
    '--skip-column-names',
    '--connect-timeout=10',
    '--execute=select 41 + 1',
    'rdb',
  ]
}

/**
 * Asks one question with the pack's own `psql` or `mysql`, as from behind an endpoint; rejects with
 * what that says.
 */
export async function askByCommandLine(
  pack: EnginePack,
  target: CommandLineTarget,
): Promise<string> {
  const forward = await forwardTo(target.port)
  try {
    return await ask(pack, { ...target, port: forward.port })
  } finally {
    await forward.close()
  }
}

async function ask(pack: EnginePack, target: CommandLineTarget): Promise<string> {
  const isMysql = pack.product === 'mysql'
  const { stdout } = await run(
    executableOf(pack, isMysql ? 'mysql' : 'psql'),
    isMysql ? mysqlArguments(target) : psqlArguments(target),
    {
      environment: {
        ...plainEnvironment,
        ...pack.environment,
        // libpq looks for a certificate of the user's own in the home directory.
        HOME: '/nonexistent',
        PGPASSWORD: target.password,
        MYSQL_PWD: target.password,
      },
      timeoutMs: 30_000,
    },
  )
  return stdout.trim()
}
