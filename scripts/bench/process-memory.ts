import { readFile } from 'node:fs/promises'
import { findAllIn } from '@/agent/process/find.ts'

/** What processes take, in bytes; PSS shares out what several use together. */
export interface Memory {
  pssBytes: number
  rssBytes: number
  processes: number
}

/** The sum over every process that works in the directory; throws when there is none. */
export async function memoryIn(directory: string): Promise<Memory> {
  const refs = await findAllIn(directory)
  if (refs.length === 0) throw new Error(`Nothing runs in ${directory}.`)
  const each = await Promise.all(refs.map(({ pid }) => memoryOf(pid)))
  const known = each.filter((memory) => memory !== null)
  return {
    pssBytes: known.reduce((sum, { pssBytes }) => sum + pssBytes, 0),
    rssBytes: known.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
    processes: known.length,
  }
}

/** One process by /proc/pid/smaps_rollup; null when it has just ended. */
async function memoryOf(pid: number): Promise<{ pssBytes: number; rssBytes: number } | null> {
  const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'latin1').catch(
    (error: unknown) => {
      if (error instanceof Error && 'code' in error) {
        if (error.code === 'ENOENT' || error.code === 'ESRCH') return null
      }
      throw error
    },
  )
  return text === null || text === '' ? null : parseRollup(text)
}

/** Reads the sums of a smaps_rollup file, which are in units of 1024 bytes. */
export function parseRollup(text: string): { pssBytes: number; rssBytes: number } {
  const kibibytes = (name: string): number => {
    const value = Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1])
    if (Number.isNaN(value)) throw new Error(`There is no ${name} in the memory map.`)
    return value
  }
  return { pssBytes: kibibytes('Pss') * 1024, rssBytes: kibibytes('Rss') * 1024 }
}
