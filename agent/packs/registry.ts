import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type PackWanted, wantedPacks } from '@/agent/packs/catalogue.ts'
import { buildExtension, installExtension } from '@/agent/packs/extension-build.ts'
import { type FetchContext, fetchContext, fetchPack } from '@/agent/packs/fetch.ts'
import { findMachinePacks, type MachineFindings } from '@/agent/packs/find.ts'
import { loadArchivePacks } from '@/agent/packs/manifest.ts'
import type { EnginePack, PackProduct, UnavailablePack } from '@/agent/packs/pack.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import type { ReportProgress } from '@/agent/packs/progress.ts'
import { satisfies } from '@/agent/packs/satisfies.ts'
import { compareVersions } from '@/agent/packs/version.ts'

/** What can be used, the preferred pack of a version before its others, and what can't be had. */
export interface PackRegistry {
  packs: EnginePack[]
  unavailable: UnavailablePack[]
  /** Plain sentences about packs that can be used but lack a part. */
  notes: string[]
}

export interface LoadOptions {
  packsDir: string
  /** Further folders or prefixes with engines of this machine. */
  extraPaths: readonly string[]
}

export interface EnsureOptions extends LoadOptions {
  cacheDir: string
  report: ReportProgress
  signal?: AbortSignal
  /** Proxy variables for the download, for example `https_proxy`. */
  proxyEnvironment?: Readonly<Record<string, string>>
  /** Stands for `/etc/apt`, where the machine says which archive it trusts. */
  aptDir?: string
}

/**
 * The packs that are on this machine now, without any network; what is wanted but not here is
 * listed as unavailable. Takes well under a second: packs of the archive are known by their
 * manifest, engines of the machine are asked for their version.
 */
export async function loadPacks(options: LoadOptions): Promise<PackRegistry> {
  const { packs, refused } = await lookAround(options)
  const unavailable = wantedPacks
    .filter((wanted) => !packs.some((pack) => satisfies(wanted, pack)))
    .map((wanted) => unavailablePack(wanted, 'It has not been fetched yet.', refused))
  return { packs, unavailable, notes: [] }
}

/**
 * Makes every wanted pack available: uses what is here and fetches the others in parallel.
 *
 * A complete engine of the machine spares the fetch; one that lacks extensions is used only while
 * nothing better can be had. An engine that can't be had never fails the call: it is listed as
 * unavailable with a plain reason. Safe for several processes at once. Throws only when `signal`
 * fires or the directories can't be written.
 */
export async function ensurePacks(options: EnsureOptions): Promise<PackRegistry> {
  const here = await lookAround(options)
  const toFetch = wantedPacks.filter(
    (wanted) => !here.packs.some((pack) => satisfies(wanted, pack) && lacking(pack) === 0),
  )
  if (toFetch.length === 0) return { packs: here.packs, unavailable: [], notes: [] }
  const reasons = new Map<string, string>()
  const notes: string[] = []
  const context = await prepare(options, reasons, toFetch)
  if (context !== null) {
    await Promise.all(toFetch.map((wanted) => obtain(wanted, context, reasons, notes)))
  }
  const { packs, refused } = await lookAround(options)
  const unavailable = wantedPacks
    .filter((wanted) => !packs.some((pack) => satisfies(wanted, pack)))
    .map((wanted) =>
      unavailablePack(wanted, reasons.get(wanted.key) ?? 'It could not be found.', refused),
    )
  return { packs, unavailable, notes }
}

async function obtain(
  wanted: PackWanted,
  context: FetchContext,
  reasons: Map<string, string>,
  notes: string[],
): Promise<void> {
  const extensions = wanted.built.map((extension) => ({
    extension,
    // Compiled while the pack is fetched; a failure leaves the pack usable without it.
    files: buildExtension(extension, context).catch((error: unknown) => {
      context.signal?.throwIfAborted()
      notes.push(`${extension.label} is not available. ${plainReason(error)}`)
      return null
    }),
  }))
  const pack = fetchPack(wanted, context).catch((error: unknown) => {
    context.signal?.throwIfAborted()
    reasons.set(wanted.key, plainReason(error))
    return null
  })
  const ends = await Promise.allSettled([pack, ...extensions.map(({ files }) => files)])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const fetched = await pack
  for (const { extension, files } of extensions) {
    const directory = await files
    if (fetched !== null && directory !== null) {
      await installExtension(extension, directory, fetched, context)
    }
  }
}

/** The preferred pack of a product and version, or null. */
export function findPack(
  packs: readonly EnginePack[],
  product: PackProduct,
  version: string,
): EnginePack | null {
  return packs.find((pack) => pack.product === product && pack.version === version) ?? null
}

/**
 * Deletes a fetched pack's files. Throws `PackError` while `isUsed` says that something runs from it
 * or will, and for packs of the machine, which are not Holdfast's to delete.
 */
export async function removePack(
  pack: EnginePack,
  packsDir: string,
  isUsed: (packId: string) => boolean | Promise<boolean>,
): Promise<void> {
  if (pack.origin !== 'archive') throw new PackError(`${pack.id} belongs to the machine.`)
  if (await isUsed(pack.id)) throw new PackError(`${pack.id} is in use.`)
  const doomed = join(packsDir, `.removed-${pack.id}`)
  await rm(doomed, { recursive: true, force: true })
  // Renamed first, so that a removal that is cut off leaves no half of a pack behind.
  await rename(join(packsDir, pack.id), doomed)
  await rm(doomed, { recursive: true, force: true })
}

async function lookAround(options: LoadOptions): Promise<MachineFindings> {
  const [archive, machine] = await Promise.all([
    loadArchivePacks(options.packsDir),
    findMachinePacks(options.extraPaths),
  ])
  return { packs: [...machine.packs, ...archive].sort(byPreference), refused: machine.refused }
}

/** Products apart, then the newest version, the most complete, the newest release. */
function byPreference(left: EnginePack, right: EnginePack): number {
  return (
    left.product.localeCompare(right.product) ||
    compareVersions(right.version, left.version) ||
    lacking(left) - lacking(right) ||
    (left.origin === right.origin ? 0 : left.origin === 'machine' ? -1 : 1) ||
    compareVersions(right.release, left.release)
  )
}

function lacking(pack: EnginePack): number {
  return pack.missingExtensions?.length ?? 0
}

async function prepare(
  options: EnsureOptions,
  reasons: Map<string, string>,
  toFetch: readonly PackWanted[],
): Promise<FetchContext | null> {
  try {
    return await fetchContext({ ...options, proxyEnvironment: options.proxyEnvironment ?? {} })
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    for (const wanted of toFetch) reasons.set(wanted.key, error.message)
    return null
  }
}

function plainReason(error: unknown): string {
  if (error instanceof PackError) return error.message
  const detail = error instanceof Error ? error.message : String(error)
  return `Fetching it failed unexpectedly: ${detail}.`
}

function unavailablePack(
  wanted: PackWanted,
  reason: string,
  refused: MachineFindings['refused'],
): UnavailablePack {
  const here = refused.filter(({ product }) => product === wanted.product)
  const also = here.map(({ path, reason: why }) => ` ${path} is not used: ${why}`).join('')
  return { product: wanted.product, version: wanted.version, reason: `${reason}${also}` }
}
