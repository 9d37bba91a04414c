import { access, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AptSource,
  findDebianArchive,
  parseAptSources,
} from '@/agent/packs/apt-sources.ts'
import { type ArchiveFile, dpkgStatus, parsePrintUris } from '@/agent/packs/closure.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { plainEnvironment, run, RunError } from '@/agent/process/run.ts'

const UPDATE_TIMEOUT_MS = 5 * 60_000
const LIST_TIMEOUT_MS = 60_000
const DOWNLOAD_TIMEOUT_MS = 60 * 60_000
const DEFAULT_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** How packages are fetched on this machine. */
export interface AptMachine {
  source: AptSource
  architecture: string
  /** Environment of apt, with the caller's proxy variables. */
  environment: Readonly<Record<string, string>>
}

/** A private apt state for the closure of one pack; nothing of the machine's state is written. */
export interface AptState {
  machine: AptMachine
  suite: string
  configFile: string
  archivesDir: string
}

/**
 * Learns from the machine's own apt configuration where Debian's archive is and what it is signed
 * by. Throws `PackError` on machines without apt or without a source of Debian's archive.
 */
export async function readAptMachine(
  proxyEnvironment: Readonly<Record<string, string>>,
  etcApt = '/etc/apt',
): Promise<AptMachine> {
  const source = findDebianArchive(await readSources(etcApt))
  if (source === null) {
    throw new PackError(
      'This machine has no package source of Debian (deb or deb822 format, component main) to fetch from.',
    )
  }
  const architecture = await run('dpkg', ['--print-architecture']).catch((cause: unknown) => {
    throw new PackError('This machine has no dpkg, which is needed to fetch packs.', { cause })
  })
  const signedBy = source.signedBy ?? ((await exists(DEFAULT_KEYRING)) ? DEFAULT_KEYRING : null)
  return {
    source: { ...source, signedBy },
    architecture: architecture.stdout.trim(),
    environment: { ...plainEnvironment, ...proxyEnvironment },
  }
}

async function readSources(etcApt: string): Promise<AptSource[]> {
  const partsDir = join(etcApt, 'sources.list.d')
  const parts = (await readdir(partsDir).catch(() => [])).sort().map((name) => join(partsDir, name))
  const sources: AptSource[] = []
  for (const file of [join(etcApt, 'sources.list'), ...parts]) {
    const format = file.endsWith('.sources') ? 'deb822' : file.endsWith('.list') ? 'list' : null
    if (format === null) continue
    sources.push(...parseAptSources(await readFile(file, 'utf8').catch(() => ''), format))
  }
  return sources
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/**
 * Makes the private apt state of one closure in `stateDir`; the package lists are those of
 * `suiteDir`, shared by all closures of a suite. `alsoInstalled` as in `dpkgStatus`.
 */
export async function makeAptState(options: {
  machine: AptMachine
  suite: string
  suiteDir: string
  stateDir: string
  alsoInstalled?: readonly string[]
}): Promise<AptState> {
  const { machine, suite, suiteDir, stateDir } = options
  const archivesDir = join(stateDir, 'archives')
  await mkdir(join(suiteDir, 'lists', 'partial'), { recursive: true })
  await mkdir(join(archivesDir, 'partial'), { recursive: true })
  await mkdir(join(stateDir, 'none', 'partial'), { recursive: true })
  const sourcesFile = join(suiteDir, 'suite.sources')
  await writeFile(sourcesFile, suiteSource(machine.source, suite))
  await writeFile(
    join(stateDir, 'status'),
    dpkgStatus(machine.architecture, options.alsoInstalled ?? []),
  )
  const configFile = join(stateDir, 'apt.conf')
  await writeFile(
    configFile,
    aptConfiguration({ sourcesFile, suiteDir, stateDir, architecture: machine.architecture }),
  )
  return { machine, suite, configFile, archivesDir }
}

function suiteSource(source: AptSource, suite: string): string {
  return [
    'Types: deb',
    `URIs: ${source.uris.join(' ')}`,
    `Suites: ${suite}`,
    'Components: main',
    ...(source.signedBy === null ? [] : [`Signed-By: ${source.signedBy.trimEnd()}`]),
    '',
  ].join('\n')
}

/**
 * Read after the machine's own configuration, so that its proxies and certificates keep working
 * while its hooks, pinning and any permission to skip signatures do not apply.
 */
function aptConfiguration(options: {
  sourcesFile: string
  suiteDir: string
  stateDir: string
  architecture: string
}): string {
  const { sourcesFile, suiteDir, stateDir, architecture } = options
  const values: Record<string, string> = {
    'Dir::Etc::SourceList': sourcesFile,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State': stateDir,
    'Dir::State::Lists': join(suiteDir, 'lists'),
    'Dir::State::status': join(stateDir, 'status'),
    'Dir::Cache': stateDir,
    'Dir::Cache::archives': join(stateDir, 'archives'),
    'Dir::Cache::pkgcache': join(stateDir, 'pkgcache.bin'),
    'Dir::Cache::srcpkgcache': '',
    'APT::Architecture': architecture,
    'APT::Default-Release': '',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'APT::Get::AllowUnauthenticated': 'false',
    'APT::Update::Error-Mode': 'any',
    'Acquire::AllowInsecureRepositories': 'false',
    'Acquire::AllowWeakRepositories': 'false',
    'Acquire::AllowDowngradeToInsecureRepositories': 'false',
    // The release file of a suite that moves on may be past its date on a mirror.
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::ForceHash': 'SHA256',
    'Acquire::GzipIndexes': 'false',
    'Acquire::Languages': 'none',
    'Acquire::PDiffs': 'false',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '30',
    'Acquire::https::Timeout': '30',
    'Debug::NoLocking': 'true',
  }
  const cleared = [
    'APT::Architectures',
    'APT::Update::Pre-Invoke',
    'APT::Update::Post-Invoke',
    'APT::Update::Post-Invoke-Success',
    'DPkg::Pre-Install-Pkgs',
    'DPkg::Post-Invoke',
  ]
  return [
    ...cleared.map((name) => `#clear ${name};`),
    `APT::Architectures { "${architecture}"; };`,
    ...Object.entries(values).map(([name, value]) => `${name} "${value}";`),
    '',
  ].join('\n')
}

/**
 * Brings the package lists of the state's suite up to date, with apt's check of signatures. The
 * caller must keep others from doing so at the same time. Throws `PackError` with apt's own reason.
 */
export async function updateSuite(state: AptState, signal?: AbortSignal): Promise<void> {
  await apt(state, ['update', '-qq'], UPDATE_TIMEOUT_MS, signal).catch((error: unknown) => {
    throw aptFailure(`The package list of Debian ${state.suite} could not be fetched`, error)
  })
}

/** The package files that `packages` need, from lists that `updateSuite` fetched. */
export async function listClosure(
  state: AptState,
  packages: readonly string[],
  signal?: AbortSignal,
): Promise<ArchiveFile[]> {
  const noArchives = join(state.archivesDir, '..', 'none')
  const printed = await apt(
    state,
    // An empty archive folder makes apt print the files that are already here as well.
    [...install(packages), '-qq', '--print-uris', '-o', `Dir::Cache::archives=${noArchives}`],
    LIST_TIMEOUT_MS,
    signal,
  ).catch((error: unknown) => {
    throw aptFailure(`Debian ${state.suite} does not offer what is needed`, error)
  })
  return parsePrintUris(printed)
}

/**
 * Downloads what is missing of `files` into the state's archives, continuing partial downloads.
 * `onBytes` is told every quarter second how many bytes of the files are here. Throws `PackError`.
 */
export async function downloadClosure(
  state: AptState,
  packages: readonly string[],
  files: readonly ArchiveFile[],
  onBytes: (doneBytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  let measuring = false
  const timer = setInterval(() => {
    if (measuring) return
    measuring = true
    void bytesHere(state, files)
      .then(onBytes)
      .finally(() => {
        measuring = false
      })
  }, 250)
  try {
    await apt(state, [...install(packages), '-qq'], DOWNLOAD_TIMEOUT_MS, signal)
  } catch (error) {
    throw aptFailure('The download from the package archive failed', error)
  } finally {
    clearInterval(timer)
  }
}

async function bytesHere(state: AptState, files: readonly ArchiveFile[]): Promise<number> {
  const sizes = await Promise.all(
    files.map(async ({ fileName }) => {
      const whole = await stat(join(state.archivesDir, fileName)).catch(() => null)
      const part = whole ?? (await stat(join(state.archivesDir, 'partial', fileName)).catch(() => null))
      return part?.size ?? 0
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

function install(packages: readonly string[]): string[] {
  return ['install', '-y', '--no-install-recommends', '--download-only', ...packages]
}

async function apt(
  state: AptState,
  args: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<string> {
  const { stdout } = await run('apt-get', ['-c', state.configFile, ...args], {
    environment: state.machine.environment,
    timeoutMs,
    signal,
  })
  return stdout
}

function aptFailure(what: string, error: unknown): Error {
  if (!(error instanceof RunError) || error.reason === 'cancelled') {
    return error instanceof Error ? error : new Error(String(error))
  }
  const reason =
    error.reason === 'timed-out'
      ? 'it took too long'
      : error.reason === 'not-started'
        ? 'this machine has no apt-get'
        : (error.lastLines.find((line) => /^(?:E|Err):/.test(line)) ?? error.lastLines.at(-1))
  const plain = reason?.replace(/^(?:E|W|Err): ?/, '').trim()
  return new PackError(`${what}${plain === undefined ? '.' : `: ${plain}`}`, { cause: error })
}
