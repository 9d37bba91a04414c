import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { downloadClosure, listClosure } from '@/agent/packs/apt.ts'
import type { AptMachine } from '@/agent/packs/apt-machine.ts'
import { type AptState, makeAptState } from '@/agent/packs/apt-state.ts'
import type { ArchiveFile } from '@/agent/packs/closure.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import type { SuiteLists } from '@/agent/packs/suite-lists.ts'

/** The package files of one pack as a suite offers them; hashes are from its signed lists. */
export interface Listing {
  state: AptState
  files: readonly ArchiveFile[]
  /** Where the listing itself is kept, so that a pack can be built again without the archive. */
  recordFile: string
}

const recordSchema = z.object({
  suite: z.string(),
  files: z.array(
    z.object({
      uri: z.string(),
      fileName: z.string(),
      packageName: z.string(),
      packageVersion: z.string(),
      sizeBytes: z.number(),
      sha256: z.string(),
    }),
  ),
})

/**
 * Lists what `packages` need from the first suite that offers them.
 *
 * When no suite answers but an earlier listing was downloaded completely, that one is used: its
 * hashes came from signed lists and are checked again. Throws the last suite's `PackError`.
 */
export async function listFromSuites(options: {
  machine: AptMachine
  lists: SuiteLists
  stateDir: string
  suites: readonly string[]
  packages: readonly string[]
  alsoInstalled?: readonly string[]
  signal?: AbortSignal | undefined
}): Promise<Listing> {
  const { machine, lists, stateDir, suites, packages, signal } = options
  const recordFile = join(stateDir, 'listing.json')
  const stateOf = (suite: string): Promise<AptState> =>
    makeAptState({
      machine,
      suite,
      kind: 'deb',
      suiteDir: lists.dirOf(suite, 'deb'),
      stateDir,
      ...(options.alsoInstalled === undefined ? {} : { alsoInstalled: options.alsoInstalled }),
    })
  let failure: unknown = new PackError('No suite of the package archive is known.')
  for (const suite of suites) {
    try {
      const state = await stateOf(suite)
      await lists.refresh(state, signal)
      return { state, files: await listClosure(state, packages, signal), recordFile }
    } catch (error) {
      if (!(error instanceof PackError)) throw error
      failure = error
    }
  }
  const record = await readRecord(recordFile)
  if (record !== null) {
    const earlier = { state: await stateOf(record.suite), files: record.files, recordFile }
    if ((await missingFiles(earlier)).length === 0) return earlier
  }
  throw failure
}

async function readRecord(path: string): Promise<z.infer<typeof recordSchema> | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/**
 * Makes sure that every file of the listing lies in its archives with the listed hash, downloading
 * what is missing, and forgets files of earlier listings. Throws `PackError`.
 */
export async function downloadFiles(options: {
  listing: Listing
  packages: readonly string[]
  onBytes: (doneBytes: number) => void
  signal?: AbortSignal | undefined
}): Promise<void> {
  const { listing, packages, onBytes, signal } = options
  const { state, files, recordFile } = listing
  if ((await missingFiles(listing)).length > 0) {
    await downloadClosure(state, packages, files, onBytes, signal)
    const missing = await missingFiles(listing)
    if (missing.length > 0) {
      throw new PackError(`The download of ${missing.join(', ')} does not match the signed list.`)
    }
  }
  onBytes(files.reduce((sum, file) => sum + file.sizeBytes, 0))
  await writeFile(`${recordFile}.new`, JSON.stringify({ suite: state.suite, files }))
  await rename(`${recordFile}.new`, recordFile)
  // Tens of megabytes that apt makes again when it needs them.
  await rm(join(state.archivesDir, '..', 'pkgcache.bin'), { force: true })
  const wanted = new Set(files.map(({ fileName }) => fileName))
  for (const name of await readdir(state.archivesDir)) {
    if (name.endsWith('.deb') && !wanted.has(name)) await rm(join(state.archivesDir, name))
  }
}

/** Names of the files that are not here or not whole; those of a wrong hash are removed. */
async function missingFiles({ state, files }: Listing): Promise<string[]> {
  const missing: string[] = []
  for (const file of files) {
    const path = join(state.archivesDir, file.fileName)
    const facts = await stat(path).catch(() => null)
    if (facts?.size === file.sizeBytes && (await sha256Of(path)) === file.sha256) continue
    // apt would take a file of the right size for whole.
    await rm(path, { force: true })
    missing.push(file.fileName)
  }
  return missing
}

/** The SHA-256 of a file in hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
