import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeCredentials, PrepareOptions } from '@/agent/engines/driver.ts'
import { executableOf, majorOf } from '@/agent/engines/pack-access.ts'
import {
  assertUnguessable,
  buildDataDirectory,
  writeSecretFile,
} from '@/agent/engines/preparation.ts'
import type { Workshop } from '@/agent/engines/preparation.ts'
import { adminGroup, futureRoles, superuser } from '@/agent/engines/postgresql/names.ts'
import { adminGroupStatements } from '@/agent/engines/postgresql/users.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { runEngineTool } from '@/agent/process/tool.ts'
import { writeEngineFile } from '@/agent/process/files.ts'

const initdbTimeoutMs = 120_000
const sqlTimeoutMs = 60_000

/**
 * The builtin provider sorts alike on every machine and in every later release; before 17 it does
 * not exist and the C library's C.UTF-8 (code point order as well) takes its place.
 */
function localeArguments(major: number): string[] {
  const common = ['--encoding=UTF8', '--locale=C.UTF-8']
  return major >= 17
    ? [...common, '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : [...common, '--locale-provider=libc']
}

async function runInitdb(
  pack: EnginePack,
  workshop: Workshop,
  credentials: NodeCredentials,
  isBackground: boolean,
): Promise<void> {
  const passwordFile = join(workshop.directory, 'password')
  await writeSecretFile(passwordFile, `${credentials.password}\n`)
  await runEngineTool({
    file: executableOf(pack, 'initdb'),
    args: [
      `--pgdata=${workshop.data}`,
      `--username=${credentials.user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--data-checksums',
      '--no-instructions',
      ...localeArguments(majorOf(pack)),
    ],
    environment: { ...pack.environment, TZ: 'UTC' },
    directory: workshop.directory,
    timeoutMs: initdbTimeoutMs,
    isBackground,
  })
}

/** Everything that every node has before its first start; one statement a line. */
function firstStatements(major: number): string[] {
  return [
    'REVOKE ALL ON DATABASE template1, postgres FROM PUBLIC',
    ...[adminGroup, ...futureRoles].map((role) => `CREATE ROLE ${role} NOLOGIN`),
    ...adminGroupStatements(major),
    'CREATE DATABASE rdb',
    'REVOKE ALL ON DATABASE rdb FROM PUBLIC',
  ]
}

/** Runs statements without any server that somebody could connect to. */
async function runStandalone(
  pack: EnginePack,
  data: string,
  statements: readonly string[],
  isBackground: boolean,
): Promise<void> {
  const { stdout, stderr } = await runEngineTool({
    file: executableOf(pack, 'postgres'),
    args: ['--single', '-D', data, '-c', 'log_min_error_statement=panic', 'postgres'],
    environment: { ...pack.environment, TZ: 'UTC' },
    directory: data,
    input: statements.map((statement) => `${statement};\n`).join(''),
    timeoutMs: sqlTimeoutMs,
    isBackground,
  })
  const failure = /^.*\b(?:ERROR|FATAL|PANIC): .*$/m.exec(`${stdout}\n${stderr}`)
  if (failure !== null) throw new Error(`A new PostgreSQL was refused its setup: ${failure[0]}`)
}

/** See `EngineDriver.prepare`. Each directory has its own system identifier, made by initdb. */
export async function prepare(
  pack: EnginePack,
  targetDir: string,
  credentials: NodeCredentials,
  options: PrepareOptions = {},
): Promise<void> {
  if (credentials.user !== superuser) throw new Error(`The superuser must be ${superuser}.`)
  assertUnguessable(credentials.password)
  const isBackground = options.isBackground ?? false
  await buildDataDirectory(targetDir, async (workshop) => {
    await runInitdb(pack, workshop, credentials, isBackground)
    await runStandalone(pack, workshop.data, firstStatements(majorOf(pack)), isBackground)
    await writeEngineFile(
      join(workshop.data, 'postgresql.conf'),
      "include '../conf/postgresql.conf'\n",
    )
    await writeEngineFile(
      join(workshop.data, 'pg_hba.conf'),
      '# Nobody gets in by this file; the rules are in ../conf/pg_hba.conf.\n',
    )
  })
}

/** True when the data directory is complete; it only ever appears complete. */
export async function isPrepared(data: string): Promise<boolean> {
  return stat(join(data, 'PG_VERSION')).then(
    (found) => found.isFile(),
    () => false,
  )
}
