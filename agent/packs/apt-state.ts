import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AptMachine } from '@/agent/packs/apt-machine.ts'
import type { AptSource } from '@/agent/packs/apt-sources.ts'
import { dpkgStatus } from '@/agent/packs/closure.ts'

/** Built packages or source packages; the two have lists of their own. */
export type PackageKind = 'deb' | 'deb-src'

/** A private apt state for the closure of one pack; nothing of the machine's state is written. */
export interface AptState {
  machine: AptMachine
  suite: string
  kind: PackageKind
  configFile: string
  archivesDir: string
}

/**
 * Makes the private apt state of one closure in `stateDir`; the package lists are those of
 * `suiteDir`, shared by all closures of a suite. `alsoInstalled` as in `dpkgStatus`.
 */
export async function makeAptState(options: {
  machine: AptMachine
  suite: string
  kind: PackageKind
  suiteDir: string
  stateDir: string
  alsoInstalled?: readonly string[]
}): Promise<AptState> {
  const { machine, suite, kind, suiteDir, stateDir } = options
  const archivesDir = join(stateDir, 'archives')
  await mkdir(join(suiteDir, 'lists', 'partial'), { recursive: true })
  await mkdir(join(archivesDir, 'partial'), { recursive: true })
  await mkdir(join(stateDir, 'none', 'partial'), { recursive: true })
  const sourcesFile = join(suiteDir, 'suite.sources')
  await writeFile(sourcesFile, suiteSource(machine.source, suite, kind))
  await writeFile(
    join(stateDir, 'status'),
    dpkgStatus(machine.architecture, options.alsoInstalled ?? []),
  )
  const configFile = join(stateDir, 'apt.conf')
  await writeFile(
    configFile,
    aptConfiguration({ sourcesFile, suiteDir, stateDir, architecture: machine.architecture }),
  )
  return { machine, suite, kind, configFile, archivesDir }
}

function suiteSource(source: AptSource, suite: string, kind: PackageKind): string {
  return [
    `Types: ${kind}`,
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
