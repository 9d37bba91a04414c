import { createHash } from 'node:crypto'
import { access, readdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { wantedPacks, mainProgram, type PackWanted } from '@/agent/packs/catalogue.ts'
import { releaseOf } from '@/agent/packs/check.ts'
import { findProgram, findPrograms, missingExtensions } from '@/agent/packs/layout.ts'
import type { EnginePack, PackProduct } from '@/agent/packs/pack.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { satisfies } from '@/agent/packs/satisfies.ts'
import { seriesOf } from '@/agent/packs/version.ts'
import { plainEnvironment, run, RunError } from '@/agent/process/run.ts'

const products: readonly PackProduct[] = ['postgresql', 'mysql', 'haproxy']
const DEBIAN_POSTGRESQL = '/usr/lib/postgresql'

/** Engines that this machine has, and those that it has but Holdfast can't use, with the reason. */
export interface MachineFindings {
  packs: EnginePack[]
  refused: { product: PackProduct; path: string; reason: string }[]
}

/**
 * Finds the engines of this machine: Debian's PostgreSQL folders, `mysqld` and `haproxy` on
 * `searchPath` (colon separated), and whatever lies in `extraPaths`, each a folder of programs or a
 * prefix above one. Each is checked by running `--version`; a version that Holdfast does not offer,
 * and one without its full tool set, is refused. PostgreSQL without all extensions is returned with
 * `missingExtensions`.
 */
export async function findMachinePacks(
  extraPaths: readonly string[],
  searchPath = plainEnvironment.PATH ?? '',
): Promise<MachineFindings> {
  const findings: MachineFindings = { packs: [], refused: [] }
  const seen = new Set<string>()
  for (const directory of await candidateDirs(extraPaths, searchPath)) {
    for (const product of products) {
      const main = join(directory, mainProgram[product].name)
      const real = await realpath(main).catch(() => null)
      if (real === null || seen.has(real)) continue
      seen.add(real)
      try {
        findings.packs.push(await describe(product, directory, main))
      } catch (error) {
        if (!(error instanceof PackError || error instanceof RunError)) throw error
        findings.refused.push({ product, path: main, reason: error.message })
      }
    }
  }
  return findings
}

async function candidateDirs(extraPaths: readonly string[], searchPath: string): Promise<string[]> {
  const fromExtra = await Promise.all(
    extraPaths.map(async (path) => [
      ...['', 'bin', 'sbin', 'usr/bin', 'usr/sbin'].map((part) => join(path, part)),
      ...(await versionDirs(join(path, 'lib', 'postgresql'))),
      ...(await versionDirs(join(path, 'usr', 'lib', 'postgresql'))),
    ]),
  )
  return [
    ...fromExtra.flat(),
    ...(await versionDirs(DEBIAN_POSTGRESQL)),
    ...searchPath.split(':').filter((path) => path.startsWith('/')),
  ]
}

async function versionDirs(parent: string): Promise<string[]> {
  const names = await readdir(parent).catch(() => [])
  return names.sort().map((name) => join(parent, name, 'bin'))
}

async function describe(
  product: PackProduct,
  directory: string,
  main: string,
): Promise<EnginePack> {
  const release = await releaseOf(product, main)
  const version = seriesOf(product, release)
  const prefix = dirname(directory)
  const pack: EnginePack = {
    id: `${product}-${release}-machine-${createHash('sha256').update(main).digest('hex').slice(0, 8)}`,
    product,
    version,
    release,
    origin: 'machine',
    prefix,
    executables: {},
    environment: {},
    directories: {},
  }
  const wanted = wantedPacks.find((candidate) => satisfies(candidate, pack))
  if (wanted === undefined) throw new PackError(`${release} is not a version that Holdfast offers.`)
  const programDirs = [directory, join(prefix, 'bin'), join(prefix, 'sbin')]
  const executables = await findPrograms(product, programDirs)
  const complete = { ...pack, executables }
  if (product === 'mysql') return { ...complete, directories: await mysqlParts(prefix) }
  return product === 'postgresql' ? describePostgresql(complete, directory, wanted) : complete
}

async function describePostgresql(
  pack: EnginePack,
  bin: string,
  wanted: PackWanted,
): Promise<EnginePack> {
  const pgConfig = await findProgram('pg_config', [bin])
  if (pgConfig === null) throw new PackError('pg_config missing.')
  const share = (await run(pgConfig, ['--sharedir'], { timeoutMs: 10_000 })).stdout.trim()
  const offered = [...wanted.extensions, ...wanted.built.map(({ name }) => name)]
  const missing = await missingExtensions(share, offered)
  return {
    ...pack,
    directories: { bin, share },
    ...(missing.length === 0 ? {} : { missingExtensions: missing }),
  }
}

/** Distributions and MySQL's own packages arrange these two differently below the same prefix. */
async function mysqlParts(basedir: string): Promise<Record<string, string>> {
  const pluginDir = await firstWith(basedir, 'mysql_clone.so', [
    'lib/mysql/plugin',
    'lib/plugin',
    'lib64/mysql/plugin',
  ])
  const messagesDir = await firstWith(basedir, 'english/errmsg.sys', [
    'share/mysql',
    'share',
    'share/mysql-9.7',
  ])
  return { basedir, pluginDir, messagesDir, charsetsDir: join(messagesDir, 'charsets') }
}

async function firstWith(basedir: string, file: string, parts: readonly string[]): Promise<string> {
  for (const part of parts) {
    const found = await access(join(basedir, part, file)).then(
      () => true,
      () => false,
    )
    if (found) return join(basedir, part)
  }
  throw new PackError(`${file} missing.`)
}
