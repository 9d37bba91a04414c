import { join } from 'node:path'
import { ensurePacks, findPack } from '@/agent/packs/registry.ts'
import type { EnginePack, PackProduct } from '@/agent/packs/pack.ts'
import { pathsOf } from '@/lib/paths/paths.ts'

const paths = pathsOf(join(import.meta.dirname, '..', '..', '.holdfast'))

/** The folder of the packs that tests run. */
export function testPacksDir(): string {
  return process.env.HOLDFAST_TEST_PACKS_DIR ?? paths.packs
}

let ensured: Promise<EnginePack[]> | undefined

/**
 * The packs that integration tests run, fetched once into the project's own data directory and
 * shared by all test files; `HOLDFAST_TEST_PACKS_DIR` names another folder with built packs.
 */
export function testPacks(): Promise<EnginePack[]> {
  ensured ??= ensureTestPacks()
  return ensured
}

async function ensureTestPacks(): Promise<EnginePack[]> {
  const { packs } = await ensurePacks({
    packsDir: testPacksDir(),
    cacheDir: paths.packCache,
    extraPaths: [],
    report: () => undefined,
  })
  return packs
}

/** The pack that tests of one engine run; throws when it is not available on this machine. */
export async function testPack(product: PackProduct, version: string): Promise<EnginePack> {
  const pack = findPack(await testPacks(), product, version)
  if (pack === null) throw new Error(`The pack ${product} ${version} is not available.`)
  return pack
}
