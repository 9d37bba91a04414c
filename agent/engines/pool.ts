import { randomUUID } from 'node:crypto'
import { readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { driverFor } from '@/agent/engines/drivers.ts'
import type { EngineDriver, NodeSpec } from '@/agent/engines/driver.ts'
import { removeInterrupted } from '@/agent/engines/preparation.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { makeEngineDirectory, renameDurably, writeEngineFile } from '@/agent/process/files.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'

const superuserName = '_rdb_superadmin'
const sealedFile = 'superuser.sealed'
/** Binds a sealed text to this use of it; a password of another place does not open here. */
const sealContext = 'pool:superuser'
const templateName = 'template'
const unfinishedPrefix = '.new-'
const superuserPasswordLength = 40

/** How secrets are kept on disk: `lib/crypto`'s secret box, or a stand-in. */
export interface SecretSeal {
  seal(secret: string, context: string): string
  open(sealed: string, context: string): string
}

/** What a node got from the pool. */
export interface ClaimedDirectory {
  /** Password of the directory's superuser. */
  password: string
  /** True when the directory was taken from the pool, false when it was made on the spot. */
  isPrepared: boolean
}

/** Data directories made ahead of need, so that creating an instance does not wait for initdb. */
export interface DataDirectoryPool {
  /**
   * Gives the node in `nodeDirectory` a data directory (`nodeDirectory/data`) and returns its
   * superuser's password. Takes a prepared one, or prepares one when the pool has none or when
   * the directory needs initial settings, which those of the pool do not have.
   *
   * May be repeated after a crash at any point: the password stays sealed beside the data until
   * `forgetPassword`, and is the same each time. Throws when that was already called, because then
   * only the caller knows the password. The directory must be in the pool's file system.
   */
  claim(
    pack: EnginePack,
    nodeDirectory: string,
    initSettings?: NodeSpec['initSettings'],
  ): Promise<ClaimedDirectory>
  /** Removes the sealed password from a node's directory; the caller has stored it elsewhere. */
  forgetPassword(nodeDirectory: string): Promise<void>
  /**
   * Brings the pool to `perPack` directories of each of the given packs, one after the other at low
   * priority, and removes what interrupted work and packs that no longer exist left.
   */
  refill(packs: readonly EnginePack[], perPack: number, signal?: AbortSignal): Promise<void>
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function alreadyClaimed(password: string | null): ClaimedDirectory {
  if (password === null) throw new Error('The data directory was claimed before.')
  return { password, isPrepared: true }
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => [])
}

async function removeTree(directory: string): Promise<void> {
  await killAllIn(directory)
  await rm(directory, { recursive: true, force: true })
}

/** The engine's driver; null for packs that hold no database engine. */
function engineDriver(pack: EnginePack): EngineDriver | null {
  return pack.product === 'haproxy' ? null : driverFor(pack.product)
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isOccupied(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')
  )
}

/** The pool of one installation, in `poolDir`; see `DataDirectoryPool`. */
export function createPool(poolDir: string, secrets: SecretSeal): DataDirectoryPool {
  const templateOf = (pack: EnginePack) => join(poolDir, pack.id, templateName, 'data')

  async function readyEntries(pack: EnginePack): Promise<string[]> {
    const names = await namesIn(join(poolDir, pack.id))
    return names
      .filter((name) => name !== templateName && !name.startsWith('.'))
      .map((name) => join(poolDir, pack.id, name))
  }

  async function writeSealed(directory: string): Promise<string> {
    const password = generatePassword(superuserPasswordLength)
    await writeEngineFile(join(directory, sealedFile), secrets.seal(password, sealContext))
    return password
  }

  async function readSealed(directory: string): Promise<string | null> {
    const sealed = await readFile(join(directory, sealedFile), 'utf8').catch(() => null)
    return sealed === null ? null : secrets.open(sealed, sealContext)
  }

  async function prepareIn(
    pack: EnginePack,
    driver: EngineDriver,
    directory: string,
    options: { password: string; isBackground: boolean; initSettings?: NodeSpec['initSettings'] },
  ): Promise<void> {
    const template = templateOf(pack)
    const credentials = { user: superuserName, password: options.password }
    await driver.prepare(pack, join(directory, 'data'), credentials, {
      isBackground: options.isBackground,
      initSettings: options.initSettings ?? [],
      ...((await exists(template)) ? { template } : {}),
    })
  }

  /** Moves one prepared entry to the node's place; false when there was none to take. */
  async function takeEntry(pack: EnginePack, nodeDirectory: string): Promise<boolean> {
    for (const entry of await readyEntries(pack)) {
      try {
        await renameDurably(entry, nodeDirectory)
        return true
      } catch (error) {
        if (isOccupied(error)) return false
        if (!isTaken(error)) throw error
      }
    }
    return false
  }

  async function claim(
    pack: EnginePack,
    nodeDirectory: string,
    initSettings: NodeSpec['initSettings'] = [],
  ): Promise<ClaimedDirectory> {
    const driver = engineDriver(pack)
    if (driver === null) throw new Error(`The pack ${pack.id} holds no database engine.`)
    const present = await readSealed(nodeDirectory)
    if (await exists(join(nodeDirectory, 'data'))) return alreadyClaimed(present)
    if (present === null) {
      await makeEngineDirectory(nodeDirectory)
      if (initSettings.length === 0 && (await takeEntry(pack, nodeDirectory)))
        return alreadyClaimed(await readSealed(nodeDirectory))
    }
    // The password is on disk before the data that only it opens.
    const password = present ?? (await writeSealed(nodeDirectory))
    await removeInterrupted(nodeDirectory)
    await prepareIn(pack, driver, nodeDirectory, { password, isBackground: false, initSettings })
    return { password, isPrepared: false }
  }

  async function addTemplate(pack: EnginePack, driver: EngineDriver): Promise<void> {
    const template = templateOf(pack)
    if (!driver.capabilities.copiesTemplates || (await exists(template))) return
    await removeInterrupted(dirname(template))
    // Nobody ever signs in to the template, so nobody needs to know its password.
    const password = generatePassword(superuserPasswordLength)
    await driver.prepare(pack, template, { user: superuserName, password }, { isBackground: true })
  }

  async function addEntry(pack: EnginePack, driver: EngineDriver): Promise<void> {
    const name = randomUUID()
    const unfinished = join(poolDir, pack.id, `${unfinishedPrefix}${name}`)
    await makeEngineDirectory(unfinished)
    const password = await writeSealed(unfinished)
    await prepareIn(pack, driver, unfinished, { password, isBackground: true })
    await rename(unfinished, join(poolDir, pack.id, name))
  }

  async function removeLeftovers(packs: readonly EnginePack[]): Promise<void> {
    const kept = new Set(packs.map(({ id }) => id))
    for (const id of await namesIn(poolDir)) {
      if (!kept.has(id)) await removeTree(join(poolDir, id))
    }
    for (const { id } of packs) {
      const names = await namesIn(join(poolDir, id))
      for (const name of names.filter((entry) => entry.startsWith(unfinishedPrefix))) {
        await removeTree(join(poolDir, id, name))
      }
    }
  }

  async function refill(
    packs: readonly EnginePack[],
    perPack: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const isAborted = () => signal?.aborted ?? false
    await removeLeftovers(packs)
    for (const pack of packs) {
      const driver = engineDriver(pack)
      if (driver === null) continue
      if (isAborted()) return
      await addTemplate(pack, driver)
      const missing = perPack - (await readyEntries(pack)).length
      for (let made = 0; made < missing; made += 1) {
        if (isAborted()) return
        await addEntry(pack, driver)
      }
    }
  }

  // Refills overlapping in one process would take each other's unfinished work for leftovers.
  let refilling: Promise<void> = Promise.resolve()
  return {
    claim,
    forgetPassword: (nodeDirectory) => rm(join(nodeDirectory, sealedFile), { force: true }),
    refill(packs, perPack, signal) {
      refilling = refilling.catch(() => undefined).then(() => refill(packs, perPack, signal))
      return refilling
    },
  }
}
