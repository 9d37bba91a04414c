import { open, opendir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { escape, escapeId } from 'mysql2'
import type { NodeCredentials, PrepareOptions } from '@/agent/engines/driver.ts'
import { firstStartFile, packOptions, serverEnvironment } from '@/agent/engines/mysql/files.ts'
import { superuser, superuserHost } from '@/agent/engines/mysql/names.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'
import {
  assertUnguessable,
  buildDataDirectory,
  writeSecretFile,
} from '@/agent/engines/preparation.ts'
import type { Workshop } from '@/agent/engines/preparation.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { runEngineTool } from '@/agent/process/tool.ts'

const initialiseTimeoutMs = 180_000
const copyTimeoutMs = 120_000

const account = `${escape(superuser)}@${escape(superuserHost)}`

/** The only ways in after initialisation: Holdfast's superuser, and MySQL's locked own accounts. */
function firstStatements(password: string): string {
  return [
    `CREATE USER ${account} IDENTIFIED WITH caching_sha2_password BY ${escape(password)} REQUIRE SSL;`,
    `GRANT ALL ON *.* TO ${account} WITH GRANT OPTION;`,
    `DROP USER 'root'@'localhost';`,
    `CREATE DATABASE ${escapeId('rdb')};`,
    '',
  ].join('\n')
}

/** The copy's own password replaces the template's; not replicated, the node has no history yet. */
function firstStartStatements(password: string): string {
  return [
    'SET SESSION sql_log_bin = OFF;',
    `ALTER USER ${account} IDENTIFIED WITH caching_sha2_password BY ${escape(password)};`,
    '',
  ].join('\n')
}

async function initialise(
  pack: EnginePack,
  workshop: Workshop,
  password: string,
  { isBackground = false, initSettings = [] }: PrepareOptions,
): Promise<void> {
  const statements = join(workshop.directory, 'first.sql')
  const log = join(workshop.directory, 'initialise.log')
  await writeSecretFile(statements, firstStatements(password))
  const options = {
    ...packOptions(pack),
    datadir: workshop.data,
    tmpdir: workshop.directory,
    log_error: log,
    init_file: statements,
    secure_file_priv: 'NULL',
    // Keys made here would be shared by every copy of the directory.
    auto_generate_certs: 'OFF',
    caching_sha2_password_auto_generate_rsa_keys: 'OFF',
    innodb_redo_log_capacity: '64M',
    ...Object.fromEntries(initSettings.map(({ name, value }) => [name, value])),
  }
  try {
    await runEngineTool({
      file: executableOf(pack, 'mysqld'),
      args: [
        '--no-defaults',
        '--initialize',
        ...Object.entries(options).map(
          ([name, value]) => `--${name.replaceAll('_', '-')}=${value}`,
        ),
      ],
      environment: serverEnvironment(pack),
      directory: workshop.directory,
      timeoutMs: initialiseTimeoutMs,
      isBackground,
    })
  } catch (error) {
    throw new Error(`A new MySQL could not be set up: ${await firstError(log)}`, { cause: error })
  }
  const failure = await firstError(log)
  if (failure !== null) throw new Error(`A new MySQL was refused its setup: ${failure}`)
}

async function firstError(log: string): Promise<string | null> {
  const text = await readFile(log, 'utf8').catch(() => '')
  return text.split('\n').find((line) => line.includes('[ERROR]')) ?? null
}

async function syncTree(directory: string): Promise<void> {
  for await (const entry of await opendir(directory)) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    if (!entry.isDirectory() && !entry.isFile()) continue
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}

async function copyTemplate(
  template: string,
  workshop: Workshop,
  password: string,
  isBackground: boolean,
): Promise<void> {
  await runEngineTool({
    file: '/bin/cp',
    args: ['--archive', '--reflink=auto', template, workshop.data],
    environment: {},
    directory: workshop.directory,
    timeoutMs: copyTimeoutMs,
    isBackground,
  })
  await writeSecretFile(join(workshop.data, firstStartFile), firstStartStatements(password))
}

/**
 * See `EngineDriver.prepare`. Nodes make their server uuid themselves at the first start, because
 * no directory leaves here with `auto.cnf`, and none has a binary log or a GTID yet.
 */
export async function prepare(
  pack: EnginePack,
  targetDir: string,
  credentials: NodeCredentials,
  options: PrepareOptions = {},
): Promise<void> {
  if (credentials.user !== superuser) throw new Error(`The superuser must be ${superuser}.`)
  assertUnguessable(credentials.password)
  const { isBackground = false, template, initSettings = [] } = options
  await buildDataDirectory(targetDir, async (workshop) => {
    if (template === undefined || initSettings.length > 0) {
      await initialise(pack, workshop, credentials.password, options)
    } else {
      await copyTemplate(template, workshop, credentials.password, isBackground)
    }
    await rm(join(workshop.data, 'auto.cnf'), { force: true })
    await syncTree(workshop.data)
  })
}

/** True when the data directory is complete; it only ever appears complete. */
export async function isPrepared(data: string): Promise<boolean> {
  return stat(join(data, 'mysql.ibd')).then(
    (found) => found.isFile(),
    () => false,
  )
}
