import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AptMachine } from '@/agent/packs/apt-machine.ts'
import { downloadFiles, listFromSuites } from '@/agent/packs/download.ts'
import { findProgram } from '@/agent/packs/layout.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import type { SuiteLists } from '@/agent/packs/suite-lists.ts'
import { unpackFiles } from '@/agent/packs/unpack.ts'
import { withFileLock } from '@/agent/process/file-lock.ts'
import { plainEnvironment, run } from '@/agent/process/run.ts'

/** The oldest suite that packs come from, so that the program runs with any machine's C library. */
const SUITE = 'bookworm'

/** What patchelf needs and every machine with apt has, since apt needs it too. */
const machineLibraries = ['libc6', 'libgcc-s1', 'libstdc++6']

/**
 * The path of a working `patchelf`: the machine's own, else one fetched into the cache from Debian's
 * archive. Throws `PackError` when it can't be had.
 */
export async function ensurePatchelf(options: {
  cacheDir: string
  machine: AptMachine
  lists: SuiteLists
  signal?: AbortSignal | undefined
}): Promise<string> {
  const { cacheDir, signal } = options
  const toolsDir = join(cacheDir, 'tools')
  const own = await findProgram('patchelf', (plainEnvironment.PATH ?? '').split(':'))
  if (own !== null && (await works(own))) return own
  const fetched = join(toolsDir, 'usr', 'bin', 'patchelf')
  if (await works(fetched)) return fetched
  await mkdir(cacheDir, { recursive: true })
  return withFileLock(
    join(cacheDir, '.lock-tools'),
    async () => {
      if (await works(fetched)) return fetched
      await fetchPatchelf(toolsDir, options)
      if (await works(fetched)) return fetched
      throw new PackError('The program patchelf of the package archive does not run here.')
    },
    signal,
  )
}

async function works(path: string): Promise<boolean> {
  return run(path, ['--version'], { timeoutMs: 10_000 }).then(
    () => true,
    () => false,
  )
}

async function fetchPatchelf(
  toolsDir: string,
  { cacheDir, machine, lists, signal }: Parameters<typeof ensurePatchelf>[0],
): Promise<void> {
  const packages = ['patchelf']
  const listing = await listFromSuites({
    machine,
    lists,
    stateDir: join(cacheDir, 'patchelf'),
    suites: [SUITE],
    packages,
    alsoInstalled: machineLibraries,
    signal,
  })
  await downloadFiles({ listing, packages, onBytes: () => undefined, signal })
  const parent = join(toolsDir, '..')
  for (const name of await readdir(parent)) {
    if (name.startsWith('.build-tools')) await rm(join(parent, name), { recursive: true })
  }
  const buildDir = join(parent, '.build-tools')
  await mkdir(buildDir, { mode: 0o755 })
  await chmod(buildDir, 0o755)
  const { archivesDir } = listing.state
  await unpackFiles({
    archivesDir,
    files: listing.files,
    directory: buildDir,
    onUnpacked: () => undefined,
    signal,
  })
  await rm(toolsDir, { recursive: true, force: true })
  await rename(buildDir, toolsDir)
}
