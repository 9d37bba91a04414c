import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { updateSuite } from '@/agent/packs/apt.ts'
import type { AptState, PackageKind } from '@/agent/packs/apt-state.ts'
import { withFileLock } from '@/agent/process/file-lock.ts'
import { now } from '@/lib/clock/clock.ts'

/** Lists this young are not fetched again: another pack or process has just done so. */
const FRESH_MS = 10 * 60_000

/** The package lists of the suites, shared by all packs of a cache. */
export interface SuiteLists {
  /** Where the lists of a suite lie. */
  dirOf: (suite: string, kind: PackageKind) => string
  /** Makes sure that a suite's lists are current; throws `PackError` when they can't be had. */
  refresh: (state: AptState, signal?: AbortSignal) => Promise<void>
  /** Makes the next refresh fetch again, for when the archive has moved on since. */
  expire: (state: AptState) => Promise<void>
}

/** Suite lists below `cacheDir`; safe for several processes and several packs at once. */
export function suiteLists(cacheDir: string): SuiteLists {
  const running = new Map<string, Promise<void>>()
  const dirOf = (suite: string, kind: PackageKind): string =>
    join(cacheDir, 'suites', kind === 'deb' ? suite : `${suite}-source`)
  const folderOf = ({ suite, kind }: AptState): string => dirOf(suite, kind)
  const stampOf = (state: AptState): string => join(folderOf(state), 'updated')
  const refreshOnce = async (state: AptState, signal?: AbortSignal): Promise<void> => {
    const stamp = stampOf(state)
    await mkdir(folderOf(state), { recursive: true })
    await withFileLock(
      join(folderOf(state), '.lock'),
      async () => {
        const updated = await stat(stamp).catch(() => null)
        if (updated !== null && Math.abs(now().getTime() - updated.mtimeMs) < FRESH_MS) return
        await rm(stamp, { force: true })
        await updateSuite(state, signal)
        await writeFile(stamp, '')
      },
      signal,
    )
  }
  return {
    dirOf,
    refresh: async (state, signal) => {
      const already = running.get(folderOf(state))
      if (already !== undefined) return already
      const started = refreshOnce(state, signal)
      running.set(folderOf(state), started)
      return started
    },
    expire: async (state) => {
      await rm(stampOf(state), { force: true })
    },
  }
}
