import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Files that no build takes in: tests, and the database client, which the schema decides. */
function isLeftOut(path: string): boolean {
  return (
    /\.(test|itest)\.tsx?$/.test(path) ||
    /(^|\/)[a-z-]*testing(-[a-z]+)?\.tsx?$/.test(path) ||
    path.startsWith('lib/generated/')
  )
}

async function filesBelow(path: string, root: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return null
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  if (entries === null) return [relative(root, path)]
  const nested = await Promise.all(entries.map((entry) => filesBelow(join(path, entry.name), root)))
  return nested.flat()
}

/**
 * A short fingerprint of what `sources` (files and folders below `root`) hold: names and contents,
 * whatever the order, dates and modes are. Missing ones count as empty.
 */
export async function hashSources(root: string, sources: readonly string[]): Promise<string> {
  const found = await Promise.all(sources.map((source) => filesBelow(join(root, source), root)))
  const files = found.flat().filter((file) => !isLeftOut(file))
  const contents = await Promise.all(
    files.sort().map(async (file) => ({ file, content: await readFile(join(root, file)) })),
  )
  const hash = createHash('sha256')
  for (const { file, content } of contents) {
    hash.update(`${file}\0${String(content.length)}\0`)
    hash.update(content)
  }
  return hash.digest('hex').slice(0, 16)
}
