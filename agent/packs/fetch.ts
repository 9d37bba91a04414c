import { chmod, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type AptMachine, readAptMachine } from '@/agent/packs/apt-machine.ts'
import type { PackWanted } from '@/agent/packs/catalogue.ts'
import { mainProgram } from '@/agent/packs/catalogue.ts'
import { checkBuild, releaseOf } from '@/agent/packs/check.ts'
import { downloadFiles, type Listing, listFromSuites } from '@/agent/packs/download.ts'
import { archiveLayout, findPrograms } from '@/agent/packs/layout.ts'
import { loadPack, writeManifest } from '@/agent/packs/manifest.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { ensurePatchelf } from '@/agent/packs/patchelf.ts'
import type { FetchProgress, ReportProgress } from '@/agent/packs/progress.ts'
import { platformOf, relocate } from '@/agent/packs/relocate.ts'
import { satisfies } from '@/agent/packs/satisfies.ts'
import { type SuiteLists, suiteLists } from '@/agent/packs/suite-lists.ts'
import { unpackFiles } from '@/agent/packs/unpack.ts'
import { seriesOf, upstreamRelease } from '@/agent/packs/version.ts'
import { withFileLock } from '@/agent/process/file-lock.ts'
import { run } from '@/agent/process/run.ts'

const SYNC_TIMEOUT_MS = 5 * 60_000

/** What the fetches of one installation share. */
export interface FetchContext {
  packsDir: string
  cacheDir: string
  machine: AptMachine
  lists: SuiteLists
  patchelf: () => Promise<string>
  report: ReportProgress
  signal: AbortSignal | undefined
}

/**
 * Prepares fetching into `packsDir` with downloads kept in `cacheDir`. Throws `PackError` when this
 * machine has no way to fetch at all. `aptDir` stands for `/etc/apt`.
 */
export async function fetchContext(options: {
  packsDir: string
  cacheDir: string
  report: ReportProgress
  proxyEnvironment: Readonly<Record<string, string>>
  aptDir?: string
  signal?: AbortSignal | undefined
}): Promise<FetchContext> {
  const { cacheDir, report, signal } = options
  const machine = await readAptMachine(options.proxyEnvironment, options.aptDir)
  platformOf(machine.architecture)
  for (const directory of [options.packsDir, cacheDir]) await mkdir(directory, { recursive: true })
  // A pack is bound to the folder itself, not to a link to it.
  const packsDir = await realpath(options.packsDir)
  // Engines run as another user, who must reach their programs whatever the umask was.
  await chmod(packsDir, 0o755)
  const lists = suiteLists(cacheDir)
  let patchelf: Promise<string> | undefined
  return {
    packsDir,
    cacheDir,
    machine,
    lists,
    patchelf: () => (patchelf ??= ensurePatchelf({ cacheDir, machine, lists, signal })),
    report,
    signal,
  }
}

/**
 * Fetches one wanted pack from Debian's archive, builds it beside the others and returns it.
 *
 * Only one process builds a pack at a time; the others wait and then find it. A build that was cut
 * off leaves nothing usable: the next call clears it away and continues its downloads. Throws
 * `PackError` with a plain reason when the pack can't be had.
 */
export async function fetchPack(wanted: PackWanted, context: FetchContext): Promise<EnginePack> {
  return withFileLock(
    join(context.packsDir, `.lock-${wanted.key}`),
    async () => {
      const { packsDir } = context
      const built = await findBuilt(wanted, packsDir)
      if (built !== null) return built
      for (const name of await readdir(packsDir)) {
        if (!name.startsWith(`.build-${wanted.key}`) && !name.startsWith('.removed-')) continue
        await rm(join(packsDir, name), { recursive: true, force: true })
      }
      return build(wanted, context)
    },
    context.signal,
  )
}

async function findBuilt(wanted: PackWanted, packsDir: string): Promise<EnginePack | null> {
  for (const name of await readdir(packsDir)) {
    if (!name.startsWith(`${wanted.product}-`)) continue
    const pack = await loadPack(join(packsDir, name))
    if (pack !== null && satisfies(wanted, pack)) return pack
  }
  return null
}

async function build(wanted: PackWanted, context: FetchContext): Promise<EnginePack> {
  const { packsDir, cacheDir, machine, lists, signal } = context
  const tell = (progress: Omit<FetchProgress, 'label'>): void =>
    context.report({ label: wanted.label, ...progress })
  tell({ phase: 'listing', doneBytes: 0, totalBytes: null })
  const { packages } = wanted
  const listing = await listFromSuites({
    machine,
    lists,
    stateDir: join(cacheDir, wanted.key),
    suites: wanted.suites,
    packages,
    signal,
  })
  const release = releaseOffered(wanted, listing)
  const totalBytes = listing.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  tell({ phase: 'downloading', doneBytes: 0, totalBytes })
  await downloadFiles({
    listing,
    packages,
    onBytes: (doneBytes) => tell({ phase: 'downloading', doneBytes, totalBytes }),
    signal,
  }).catch(async (error: unknown) => {
    await lists.expire(listing.state)
    throw error
  })
  const id = `${wanted.product}-${release}-archive`
  const prefix = join(packsDir, id)
  const buildDir = join(packsDir, `.build-${wanted.key}-${release}`)
  await mkdir(buildDir)
  await chmod(buildDir, 0o755)
  let doneBytes = 0
  tell({ phase: 'unpacking', doneBytes, totalBytes })
  const { archivesDir } = listing.state
  await unpackFiles({
    archivesDir,
    files: listing.files,
    directory: buildDir,
    onUnpacked: (file) => {
      doneBytes += file.sizeBytes
      tell({ phase: 'unpacking', doneBytes, totalBytes })
    },
    signal,
  })
  const { architecture } = machine
  const patchelf = await context.patchelf()
  await relocate({ buildDir, prefix, architecture, patchelf, signal })
  tell({ phase: 'checking', doneBytes: totalBytes, totalBytes })
  const pack = await describe(wanted, { id, release, prefix, buildDir, architecture })
  // Whatever lies there was found unusable, and would be searched for libraries before the build.
  await rm(prefix, { recursive: true, force: true })
  await seal({ wanted, context, pack, buildDir, listing })
  return pack
}

function releaseOffered(wanted: PackWanted, { files, state }: Listing): string {
  const main = files.find(({ packageName }) => packageName === wanted.packages[0])
  const release = main === undefined ? '' : upstreamRelease(main.packageVersion)
  const version = seriesOf(wanted.product, release)
  if (satisfies(wanted, { product: wanted.product, version })) return release
  throw new PackError(
    `Debian ${state.suite} offers ${wanted.label} ${release}, but ${wanted.version} is needed.`,
  )
}

async function describe(
  wanted: PackWanted,
  facts: { id: string; release: string; prefix: string; buildDir: string; architecture: string },
): Promise<EnginePack> {
  const { id, release, prefix, buildDir } = facts
  const version = seriesOf(wanted.product, release)
  const { triplet } = platformOf(facts.architecture)
  const inBuild = archiveLayout(wanted.product, version, buildDir, triplet)
  const { environment, directories } = archiveLayout(wanted.product, version, prefix, triplet)
  const programs = await findPrograms(wanted.product, inBuild.programDirs)
  const executables = Object.fromEntries(
    Object.entries(programs).map(([name, path]) => [name, prefix + path.slice(buildDir.length)]),
  )
  const missing = wanted.built.map(({ name }) => name)
  return {
    id,
    product: wanted.product,
    version,
    release,
    origin: 'archive',
    prefix,
    executables,
    environment,
    directories,
    ...(missing.length === 0 ? {} : { missingExtensions: missing }),
  }
}

async function seal(options: {
  wanted: PackWanted
  context: FetchContext
  pack: EnginePack
  buildDir: string
  listing: Listing
}): Promise<void> {
  const { wanted, context, pack, buildDir, listing } = options
  const { triplet, loader } = platformOf(context.machine.architecture)
  const libraryDir = join(buildDir, 'usr', 'lib', triplet)
  const sizes = await checkBuild({
    pack,
    buildDir,
    loader: join(libraryDir, loader),
    libraryDirs: [libraryDir, join(buildDir, 'usr', 'lib', 'mysql', 'private')],
    extensions: wanted.extensions,
    signal: context.signal,
  })
  await writeManifest(buildDir, {
    format: 1,
    pack,
    suite: listing.state.suite,
    packages: listing.files.map(({ packageName, packageVersion, sha256 }) => ({
      name: packageName,
      version: packageVersion,
      sha256,
    })),
    sizes,
  })
  // A pack that exists after a power cut must be whole.
  await run('sync', ['--file-system', buildDir], { timeoutMs: SYNC_TIMEOUT_MS })
  await rename(buildDir, pack.prefix)
  const main = pack.executables[mainProgram[pack.product].name] ?? ''
  await releaseOf(pack.product, main, pack.environment).catch(async (error: unknown) => {
    await rename(pack.prefix, buildDir)
    throw error
  })
}
