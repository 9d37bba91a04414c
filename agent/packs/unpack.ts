import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchiveFile } from '@/agent/packs/closure.ts'
import { inParallel } from '@/agent/packs/in-parallel.ts'
import { runPiped } from '@/agent/process/run.ts'

const UNPACK_TIMEOUT_MS = 10 * 60_000
const AT_ONCE = 2

/** Never needed to run an engine: about a third of what the packages hold. */
const leftOut: readonly string[] = [
  './usr/share/doc',
  './usr/share/doc-base',
  './usr/share/info',
  './usr/share/lintian',
  './usr/share/locale',
  './usr/share/man',
  './usr/share/bug',
  './usr/share/apport',
  './usr/share/gcc',
  './usr/lib/systemd',
  './lib/systemd',
  './etc',
  './var',
  './usr/lib/postgresql/*/lib/bitcode',
  './usr/lib/postgresql/*/lib/llvmjit*',
]

/**
 * Unpacks package files beside each other into `directory`, which must be new and on the disk.
 *
 * Top-level `lib`, `lib64`, `bin` and `sbin` end up in `usr`, as on machines with a merged `/usr`.
 * Files belong to the caller and keep the modes of the packages whatever the umask is. `onUnpacked`
 * is told of each file when it is done.
 */
export async function unpackFiles(options: {
  archivesDir: string
  files: readonly ArchiveFile[]
  directory: string
  onUnpacked: (file: ArchiveFile) => void
  signal?: AbortSignal | undefined
}): Promise<void> {
  const { archivesDir, files, directory, onUnpacked, signal } = options
  for (const name of ['lib', 'lib64', 'bin', 'sbin']) {
    await mkdir(join(directory, 'usr', name), { recursive: true })
    await symlink(`usr/${name}`, join(directory, name))
  }
  const tarArgs = [
    '--extract',
    '--file=-',
    `--directory=${directory}`,
    '--no-same-owner',
    '--same-permissions',
    '--keep-directory-symlink',
    '--wildcards',
    '--anchored',
    ...leftOut.map((pattern) => `--exclude=${pattern}`),
  ]
  const largestFirst = [...files].sort((left, right) => right.sizeBytes - left.sizeBytes)
  await inParallel(largestFirst, AT_ONCE, async (file) => {
    await runPiped(
      { file: 'dpkg-deb', args: ['--fsys-tarfile', join(archivesDir, file.fileName)] },
      { file: 'tar', args: tarArgs },
      { timeoutMs: UNPACK_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) },
    )
    onUnpacked(file)
  })
}
