import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { loadPacks } from '@/agent/packs/registry.ts'

const execute = promisify(execFile)
const packsDir = fileURLToPath(new URL('../.holdfast/packs', import.meta.url))

interface Target {
  host: string
  port: number
  user: string
  password: string
  authorityFile: string
}

async function executable(product: 'postgresql' | 'mysql', name: string): Promise<string> {
  const { packs } = await loadPacks({ packsDir, extraPaths: [] })
  const newest = packs.find((pack) => pack.product === product)
  const file = newest?.executables[name]
  if (file === undefined) throw new Error(`${name} is not available on this machine.`)
  return file
}

async function run(file: string, args: string[], environment: Record<string, string>) {
  const { stdout } = await execute(file, args, {
    env: { ...process.env, ...environment },
    timeout: 30_000,
  })
  return stdout.trim()
}

/** Runs one statement with `psql`; `sslmode` is libpq's. Rejects with what psql said. */
export async function psql(target: Target, sql: string, sslmode = 'verify-full'): Promise<string> {
  const connection = [
    `host=${target.host}`,
    `port=${String(target.port)}`,
    `user=${target.user}`,
    'dbname=rdb',
    `sslmode=${sslmode}`,
    `sslrootcert=${target.authorityFile}`,
    'connect_timeout=10',
  ].join(' ')
  const args = ['--no-psqlrc', '-At', '-v', 'ON_ERROR_STOP=1', '-d', connection, '-c', sql]
  return run(await executable('postgresql', 'psql'), args, { PGPASSWORD: target.password })
}

/** Runs one statement with `mysql`; `sslMode` is its own. Rejects with what mysql said. */
export async function mysql(
  target: Target,
  sql: string,
  sslMode = 'VERIFY_IDENTITY',
): Promise<string> {
  const args = [
    '--no-defaults',
    '--protocol=TCP',
    `--host=${target.host}`,
    `--port=${String(target.port)}`,
    `--user=${target.user}`,
    `--ssl-mode=${sslMode}`,
    ...(sslMode === 'DISABLED' ? [] : [`--ssl-ca=${target.authorityFile}`]),
    '--batch',
    '--skip-column-names',
    '--connect-timeout=10',
    `--execute=${sql}`,
    'rdb',
  ]
  return run(await executable('mysql', 'mysql'), args, { MYSQL_PWD: target.password })
}
