import { access, stat } from 'node:fs/promises'
import { mainProgram, requiredPrograms } from '@/agent/packs/catalogue.ts'
import { missingExtensions } from '@/agent/packs/layout.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { parseRelease } from '@/agent/packs/version.ts'
import { plainEnvironment, run } from '@/agent/process/run.ts'

const VERSION_TIMEOUT_MS = 20_000

/** Runs a main program to learn its release. Throws `PackError` when it doesn't run or is foreign. */
export async function releaseOf(
  product: EnginePack['product'],
  path: string,
  environment: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<string> {
  const printed = await printVersion(
    [path, mainProgram[product].versionArgument],
    environment,
    signal,
  )
  const release = parseRelease(product, printed)
  if (release === null) {
    throw new PackError(`${path} is not a released version of what it is named after.`)
  }
  return release
}

async function printVersion(
  [file = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<string> {
  const { stdout, stderr } = await run(file, args, {
    environment: { ...plainEnvironment, ...environment },
    timeoutMs: VERSION_TIMEOUT_MS,
    signal,
  }).catch((cause: unknown) => {
    signal?.throwIfAborted()
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new PackError(`A program does not run: ${detail}.`, { cause })
  })
  return `${stdout}\n${stderr}`
}

/**
 * Checks a pack that lies in `buildDir` but is bound to `pack.prefix`: every required program runs
 * with the pack's own loader and libraries, the main one is of the expected release, and the
 * extensions are there. Returns the sizes of all executables. Throws `PackError`.
 */
export async function checkBuild(options: {
  pack: EnginePack
  buildDir: string
  loader: string
  libraryDirs: readonly string[]
  extensions: readonly string[]
  signal?: AbortSignal | undefined
}): Promise<Record<string, number>> {
  const { pack, loader, libraryDirs, signal } = options
  const inBuild = (path: string): string => options.buildDir + path.slice(pack.prefix.length)
  const main = mainProgram[pack.product]
  const sizes: Record<string, number> = {}
  for (const [name, path] of Object.entries(pack.executables)) {
    sizes[name] = (await stat(inBuild(path))).size
    if (!requiredPrograms[pack.product].includes(name)) continue
    const argument = name === main.name ? main.versionArgument : '--version'
    const command = [loader, '--library-path', libraryDirs.join(':'), inBuild(path), argument]
    const printed = await printVersion(command, {}, signal)
    if (name === main.name && parseRelease(pack.product, printed) !== pack.release) {
      throw new PackError(
        `The archive's package is not the release ${pack.release} that it claims.`,
      )
    }
  }
  if (pack.product === 'postgresql')
    await checkPostgresql(inBuild(pack.directories.share ?? ''), options)
  return sizes
}

async function checkPostgresql(
  shareDir: string,
  { extensions }: { extensions: readonly string[] },
): Promise<void> {
  const missing = await missingExtensions(shareDir, extensions)
  if (missing.length > 0) {
    throw new PackError(`The archive's packages lack the extensions ${missing.join(', ')}.`)
  }
  await access('/usr/share/zoneinfo/UTC').catch(() => {
    throw new PackError(
      'This machine has no time zone data, which PostgreSQL needs: install tzdata.',
    )
  })
}
