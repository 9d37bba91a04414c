import { chmod, lstat, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { readElf } from '@/agent/packs/elf.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { run } from '@/agent/process/run.ts'

const PATCH_TIMEOUT_MS = 5 * 60_000

/** Debian's multi-arch folder and dynamic loader of the architectures that packs exist for. */
export function platformOf(architecture: string): { triplet: string; loader: string } {
  const platforms: Readonly<Record<string, { triplet: string; loader: string }>> = {
    amd64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
    arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
  }
  const platform = platforms[architecture]
  if (platform === undefined) {
    throw new PackError(`Engine packs can't be fetched for the architecture ${architecture}.`)
  }
  return platform
}

/**
 * Binds the programs under `buildDir` to `prefix`, where they will lie: they then use the pack's own
 * dynamic loader and libraries, never the machine's.
 *
 * DT_RPATH instead of DT_RUNPATH, because libraries and plugins inherit it; a library with a run
 * path of its own stops that, so it is removed (but not `$ORIGIN`). Absolute links inside the pack
 * become relative, set-user-id bits are dropped, and everything becomes readable for everyone.
 */
export async function relocate(options: {
  buildDir: string
  prefix: string
  architecture: string
  patchelf: string
  signal?: AbortSignal | undefined
}): Promise<void> {
  const { buildDir, prefix, patchelf, signal } = options
  const { triplet, loader } = platformOf(options.architecture)
  const found = { programs: [] as string[], libraries: [] as string[] }
  await walk(buildDir, buildDir, found)
  const libraryDir = join(prefix, 'usr', 'lib', triplet)
  const runPath = [libraryDir, join(prefix, 'usr', 'lib', 'mysql', 'private')].join(':')
  const patch = async (args: readonly string[], files: readonly string[]): Promise<void> => {
    if (files.length === 0) return
    await run(patchelf, [...args, ...files], { timeoutMs: PATCH_TIMEOUT_MS, signal })
  }
  await patch(
    ['--set-interpreter', join(libraryDir, loader), '--force-rpath', '--set-rpath', runPath],
    found.programs,
  )
  await patch(['--remove-rpath'], found.libraries)
}

async function walk(
  directory: string,
  root: string,
  found: { programs: string[]; libraries: string[] },
): Promise<void> {
  // Engines run as another user, whatever the umask of this process is.
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await walk(path, root, found)
    else if (entry.isSymbolicLink()) await makeRelative(path, root)
    else if (entry.isFile()) await sort(path, found)
  }
}

async function makeRelative(path: string, root: string): Promise<void> {
  const target = await readlink(path)
  if (!target.startsWith('/')) return
  const inside = join(root, target)
  const known = await lstat(inside).catch(() => null)
  if (known === null) return
  await rm(path)
  await symlink(relative(dirname(path), inside), path)
}

async function sort(
  path: string,
  found: { programs: string[]; libraries: string[] },
): Promise<void> {
  const { mode, size } = await lstat(path)
  if ((mode & 0o6000) !== 0 || (mode & 0o444) !== 0o444) await chmod(path, (mode & 0o777) | 0o444)
  if (size < 64) return
  const facts = await readElf(path)
  if (facts === null) return
  // The C library and the loader name a loader too, but must stay as they are.
  if (/\/(?:ld-linux[^/]*|libc)\.so\.\d+$/.test(path)) return
  if (facts.interpreter !== null) found.programs.push(path)
  else if (facts.runPath !== null && !facts.runPath.includes('$ORIGIN')) found.libraries.push(path)
}
