import { chmod, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { EnginePack } from '@/agent/packs/pack.ts'

/** The file inside a pack of the archive that says what it is; a folder without it is no pack. */
export const MANIFEST_NAME = 'holdfast-pack.json'

const absolutePath = z.string().regex(/^\//)

const manifestSchema = z.object({
  format: z.literal(1),
  pack: z.object({
    id: z.string().regex(/^[a-z0-9.+~-]+$/),
    product: z.enum(['postgresql', 'mysql', 'haproxy']),
    version: z.string().regex(/^\d+(\.\d+)*$/),
    release: z.string().regex(/^\d+(\.\d+)*$/),
    origin: z.enum(['machine', 'archive']),
    prefix: absolutePath,
    executables: z.record(z.string(), absolutePath),
    environment: z.record(z.string(), z.string()),
    directories: z.record(z.string(), absolutePath),
    missingExtensions: z.array(z.string()).readonly().optional(),
  }),
  /** Which suite of the archive the packages came from. */
  suite: z.string(),
  packages: z.array(z.object({ name: z.string(), version: z.string(), sha256: z.string() })),
  /** Sizes of the executables after patching, by name: a cheap check that they are still whole. */
  sizes: z.record(z.string(), z.number().int().positive()),
})

export type PackManifest = z.infer<typeof manifestSchema>

/** Validates a manifest's text; null when it is not a manifest of a known format. */
export function parseManifest(text: string): PackManifest | null {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Writes a manifest into a pack's folder in one step, readable for everyone. */
export async function writeManifest(directory: string, manifest: PackManifest): Promise<void> {
  const path = join(directory, MANIFEST_NAME)
  await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`)
  await chmod(`${path}.new`, 0o644)
  await rename(`${path}.new`, path)
}

/** The manifest of a folder, or null when it has none that is valid. */
export async function readManifest(directory: string): Promise<PackManifest | null> {
  const text = await readFile(join(directory, MANIFEST_NAME), 'utf8').catch(() => null)
  return text === null ? null : parseManifest(text)
}

/**
 * The pack in a folder, or null when the folder holds none that can be used: no or a foreign
 * manifest, moved since it was built (programs are bound to their prefix), or programs that are
 * missing or of another size. Takes no program run, so that a start costs next to nothing.
 */
export async function loadPack(directory: string): Promise<EnginePack | null> {
  const manifest = await readManifest(directory)
  if (manifest === null || manifest.pack.prefix !== directory) return null
  const whole = await Promise.all(
    Object.entries(manifest.pack.executables).map(async ([name, path]) => {
      const facts = await stat(path).catch(() => null)
      return facts !== null && facts.size === manifest.sizes[name]
    }),
  )
  return whole.every(Boolean) ? manifest.pack : null
}

/**
 * Every usable pack of the archive below `packsDir`; an absent directory holds none. A link is
 * followed first: several data directories may share the packs that one of them holds.
 */
export async function loadArchivePacks(packsDir: string): Promise<EnginePack[]> {
  const home = await realpath(packsDir).catch(() => packsDir)
  const names = await readdir(home).catch(() => [])
  const packs = await Promise.all(
    names.filter((name) => !name.startsWith('.')).map((name) => loadPack(join(home, name))),
  )
  return packs.filter((pack) => pack !== null)
}
