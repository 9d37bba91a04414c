import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { contribExtensions, optionalPrograms, requiredPrograms } from '@/agent/packs/catalogue.ts'
import type { PackProduct } from '@/agent/packs/pack.ts'
import { PackError } from '@/agent/packs/pack-error.ts'

/** Where the parts of one product lie. */
export interface PackLayout {
  /** Searched in this order for every program. */
  programDirs: readonly string[]
  environment: Readonly<Record<string, string>>
  directories: Readonly<Record<string, string>>
}

/** The layout of Debian's packages unpacked below `prefix`. */
export function archiveLayout(
  product: PackProduct,
  version: string,
  prefix: string,
  triplet: string,
): PackLayout {
  const usr = join(prefix, 'usr')
  if (product === 'postgresql') {
    const bin = join(usr, 'lib', 'postgresql', version, 'bin')
    return {
      programDirs: [bin],
      environment: {
        LOCPATH: join(usr, 'lib', 'locale'),
        // The pack's own OpenSSL would otherwise load modules of the machine's OpenSSL.
        OPENSSL_MODULES: join(usr, 'lib', triplet, 'ossl-modules'),
      },
      directories: { bin, share: join(usr, 'share', 'postgresql', version) },
    }
  }
  const programDirs = [join(usr, 'sbin'), join(usr, 'bin')]
  const environment = { OPENSSL_MODULES: join(usr, 'lib', triplet, 'ossl-modules') }
  if (product === 'haproxy') return { programDirs, environment, directories: {} }
  return { programDirs, environment, directories: mysqlDirectories(usr) }
}

function mysqlDirectories(basedir: string): Record<string, string> {
  const share = join(basedir, 'share', 'mysql')
  return {
    basedir,
    pluginDir: join(basedir, 'lib', 'mysql', 'plugin'),
    messagesDir: share,
    charsetsDir: join(share, 'charsets'),
  }
}

/**
 * Absolute paths of a product's programs, the required and those optional ones that exist. Throws
 * `PackError` naming the required ones that are missing or can't be executed.
 */
export async function findPrograms(
  product: PackProduct,
  programDirs: readonly string[],
): Promise<Record<string, string>> {
  const programs: Record<string, string> = {}
  const missing: string[] = []
  for (const name of requiredPrograms[product]) {
    const path = await findProgram(name, programDirs)
    if (path === null) missing.push(name)
    else programs[name] = path
  }
  if (missing.length > 0) throw new PackError(`${missing.join(', ')} missing.`)
  for (const name of optionalPrograms[product]) {
    const path = await findProgram(name, programDirs)
    if (path !== null) programs[name] = path
  }
  return programs
}

/** The first executable file of that name in the directories, or null. */
export async function findProgram(
  name: string,
  directories: readonly string[],
): Promise<string | null> {
  for (const directory of directories) {
    const path = join(directory, name)
    if (await isExecutable(path)) return path
  }
  return null
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/**
 * The extensions that PostgreSQL's share directory lacks of its own contrib set and of `wanted`,
 * by the presence of their control files.
 */
export async function missingExtensions(
  shareDir: string,
  wanted: readonly string[],
): Promise<string[]> {
  const missing: string[] = []
  for (const name of [...contribExtensions, ...wanted]) {
    const control = join(shareDir, 'extension', `${name}.control`)
    await access(control).catch(() => missing.push(name))
  }
  return missing
}
