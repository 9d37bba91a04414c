import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AptSource, findDebianArchive, parseAptSources } from '@/agent/packs/apt-sources.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { plainEnvironment, run } from '@/agent/process/run.ts'

const DEFAULT_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** How packages are fetched on this machine. */
export interface AptMachine {
  source: AptSource
  architecture: string
  /** Environment of apt, with the caller's proxy variables. */
  environment: Readonly<Record<string, string>>
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
