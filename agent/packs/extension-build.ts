import { chmod, copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { downloadSource } from '@/agent/packs/apt.ts'
import { makeAptState } from '@/agent/packs/apt-state.ts'
import type { BuiltExtension } from '@/agent/packs/catalogue.ts'
import { downloadFiles, listFromSuites, sha256Of } from '@/agent/packs/download.ts'
import type { FetchContext } from '@/agent/packs/fetch.ts'
import { inParallel } from '@/agent/packs/in-parallel.ts'
import { readManifest, writeManifest } from '@/agent/packs/manifest.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { relocate } from '@/agent/packs/relocate.ts'
import { unpackFiles } from '@/agent/packs/unpack.ts'
import { withFileLock } from '@/agent/process/file-lock.ts'
import { plainEnvironment, run } from '@/agent/process/run.ts'

const COMPILE_TIMEOUT_MS = 5 * 60_000
const COMPILERS_AT_ONCE = 2

/**
 * Compiles an extension from the archive's signed source and returns the folder with its library,
 * control file and SQL scripts, kept in the cache. Throws `PackError` when that can't be done.
 */
export async function buildExtension(
  extension: BuiltExtension,
  context: FetchContext,
): Promise<string> {
  const key = `${extension.name}-${extension.toolchain.suite}`
  const result = join(context.cacheDir, 'built', key)
  return withFileLock(
    join(context.cacheDir, `.lock-${key}`),
    async () => {
      if ((await readdir(result).catch(() => [])).length > 0) return result
      const workDir = join(context.cacheDir, `.build-${key}`)
      await rm(workDir, { recursive: true, force: true })
      try {
        const toolDir = join(workDir, 'toolchain')
        const sourceDir = join(workDir, 'source')
        const fetched = await Promise.allSettled([
          fetchToolchain(extension, toolDir, context),
          fetchSource(extension, sourceDir, context),
        ])
        for (const end of fetched) if (end.status === 'rejected') throw end.reason
        const outDir = join(workDir, 'out')
        await compile(extension, { toolDir, sourceDir, outDir }, context)
        await mkdir(join(context.cacheDir, 'built'), { recursive: true })
        await rename(outDir, result)
        return result
      } finally {
        await rm(workDir, { recursive: true, force: true })
      }
    },
    context.signal,
  )
}

async function fetchToolchain(
  { toolchain, label }: BuiltExtension,
  directory: string,
  context: FetchContext,
): Promise<void> {
  const { cacheDir, machine, lists, signal } = context
  const { packages } = toolchain
  context.report({ label, phase: 'listing', doneBytes: 0, totalBytes: null })
  const listing = await listFromSuites({
    machine,
    lists,
    stateDir: join(cacheDir, `toolchain-${toolchain.suite}`),
    suites: [toolchain.suite],
    packages,
    alsoInstalled: toolchain.spared,
    signal,
  })
  const totalBytes = listing.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  await downloadFiles({
    listing,
    packages,
    onBytes: (doneBytes) => context.report({ label, phase: 'downloading', doneBytes, totalBytes }),
    signal,
  })
  await mkdir(directory, { recursive: true })
  let doneBytes = 0
  await unpackFiles({
    archivesDir: listing.state.archivesDir,
    files: listing.files,
    directory,
    onUnpacked: (file) => {
      doneBytes += file.sizeBytes
      context.report({ label, phase: 'unpacking', doneBytes, totalBytes })
    },
    signal,
  })
  const { architecture } = machine
  const patchelf = await context.patchelf()
  await relocate({ buildDir: directory, prefix: directory, architecture, patchelf, signal })
  context.report({ label, phase: 'checking', doneBytes: totalBytes, totalBytes })
}

async function fetchSource(
  extension: BuiltExtension,
  directory: string,
  context: FetchContext,
): Promise<void> {
  const { cacheDir, machine, lists, signal } = context
  const { sourceSuite, sourcePackage } = extension
  const stateDir = join(cacheDir, `source-${sourcePackage}`)
  const state = await makeAptState({
    machine,
    suite: sourceSuite,
    kind: 'deb-src',
    suiteDir: lists.dirOf(sourceSuite, 'deb-src'),
    stateDir,
  })
  await lists.refresh(state, signal)
  const files = await downloadSource(state, sourcePackage, stateDir, signal)
  const archive = files.find(({ fileName }) => fileName.includes('.orig.tar.'))
  if (archive === undefined) throw new PackError(`The source of ${sourcePackage} has no archive.`)
  const path = join(stateDir, archive.fileName)
  if ((await sha256Of(path)) !== archive.sha256) {
    await rm(path)
    throw new PackError(`The source of ${sourcePackage} does not match the signed list.`)
  }
  await mkdir(directory, { recursive: true })
  await run('tar', [
    '--extract',
    `--file=${path}`,
    `--directory=${directory}`,
    '--strip-components=1',
    '--no-same-owner',
  ])
}

async function compile(
  extension: BuiltExtension,
  dirs: { toolDir: string; sourceDir: string; outDir: string },
  { signal }: FetchContext,
): Promise<void> {
  const { toolDir, sourceDir, outDir } = dirs
  const bin = join(toolDir, 'usr', 'bin')
  const compiler = join(bin, extension.toolchain.compiler)
  const gcc = async (args: readonly string[]): Promise<void> => {
    await run(compiler, [`--sysroot=${toolDir}`, `-B${bin}/`, ...args], {
      environment: { ...plainEnvironment, PATH: bin },
      workingDirectory: sourceDir,
      timeoutMs: COMPILE_TIMEOUT_MS,
      signal,
    }).catch((cause: unknown) => {
      signal?.throwIfAborted()
      const detail = cause instanceof Error ? cause.message : String(cause)
      throw new PackError(`Compiling failed: ${detail}.`, { cause })
    })
  }
  const headers = await serverHeaders(toolDir)
  const codeDir = join(sourceDir, extension.codeDir)
  const sources = (await readdir(codeDir)).filter((name) => name.endsWith('.c'))
  const flags = [...extension.compilerFlags, `-I${codeDir}`, `-I${headers}`]
  await inParallel(sources, COMPILERS_AT_ONCE, (name) =>
    gcc([...flags, '-c', join(codeDir, name), '-o', join(sourceDir, `${name}.o`)]),
  )
  await mkdir(outDir)
  const objects = sources.map((name) => join(sourceDir, `${name}.o`))
  await gcc(['-shared', '-s', '-o', join(outDir, `${extension.name}.so`), ...objects, '-lm'])
  await collectScripts(extension, sourceDir, outDir)
}

async function serverHeaders(toolDir: string): Promise<string> {
  const root = join(toolDir, 'usr', 'include', 'postgresql')
  const version = (await readdir(root)).find((name) => /^\d+$/.test(name))
  if (version === undefined) throw new PackError("The archive's PostgreSQL headers are missing.")
  return join(root, version, 'server')
}

async function collectScripts(
  extension: BuiltExtension,
  sourceDir: string,
  outDir: string,
): Promise<void> {
  const { name, sqlDir, installScript } = extension
  const control = join(sourceDir, `${name}.control`)
  const version = /default_version\s*=\s*'([^']+)'/.exec(await readFile(control, 'utf8'))?.[1]
  if (version === undefined) throw new PackError(`${name}.control names no version.`)
  const scripts = (await readdir(join(sourceDir, sqlDir))).filter((file) =>
    file.startsWith(`${name}--`),
  )
  for (const script of scripts) {
    await copyFile(join(sourceDir, sqlDir, script), join(outDir, script))
  }
  await copyFile(join(sourceDir, installScript), join(outDir, `${name}--${version}.sql`))
  await copyFile(control, join(outDir, basename(control)))
}

/**
 * Puts a built extension into a pack of the archive and records that it is no longer missing. Safe
 * while engines run from the pack: files are only added, the control file, which makes the
 * extension visible, last.
 */
export async function installExtension(
  extension: BuiltExtension,
  builtDir: string,
  pack: EnginePack,
  context: FetchContext,
): Promise<void> {
  await withFileLock(
    join(context.packsDir, `.lock-${pack.id}`),
    async () => {
      const manifest = await readManifest(pack.prefix)
      const missing = manifest?.pack.missingExtensions ?? []
      if (manifest === null || !missing.includes(extension.name)) return
      const libraryDir = join(pack.directories.bin ?? '', '..', 'lib')
      const scriptDir = join(pack.directories.share ?? '', 'extension')
      const names = await readdir(builtDir)
      const controlLast = names.sort(
        (left, right) => Number(left.endsWith('.control')) - Number(right.endsWith('.control')),
      )
      for (const name of controlLast) {
        const target = join(name.endsWith('.so') ? libraryDir : scriptDir, name)
        await copyFile(join(builtDir, name), `${target}.new`)
        await chmod(`${target}.new`, 0o644)
        await rename(`${target}.new`, target)
      }
      const { missingExtensions: _, ...rest } = manifest.pack
      const left = missing.filter((name) => name !== extension.name)
      const remaining = left.length === 0 ? {} : { missingExtensions: left }
      await writeManifest(pack.prefix, { ...manifest, pack: { ...rest, ...remaining } })
    },
    context.signal,
  )
}
