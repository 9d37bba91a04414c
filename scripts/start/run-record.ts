import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isAlive, type ProcessRef } from '@/agent/process/find.ts'
import type { Paths } from '@/lib/paths/paths.ts'

const recordSchema = z.object({
  pid: z.number().int().positive(),
  startTicks: z.number().int().nonnegative(),
  /** Which build and settings the process runs; another one is not adopted. */
  fingerprint: z.string(),
  address: z.string().nullable(),
})

/** What is known of a running process of Holdfast itself. */
export type RunRecord = z.infer<typeof recordSchema>

export type RecordName = 'launcher' | 'console' | 'agent' | 'control-database'

function fileOf(paths: Paths, name: RecordName): string {
  return join(paths.run, `${name}.json`)
}

/** The record of a process that still lives (by pid and start time), or null. */
export async function readRunRecord(paths: Paths, name: RecordName): Promise<RunRecord | null> {
  const text = await readFile(fileOf(paths, name), 'utf8').catch(() => '')
  try {
    const record = recordSchema.parse(JSON.parse(text))
    return isAlive(record) ? record : null
  } catch {
    return null
  }
}

/** Replaces a record in one step. */
export async function writeRunRecord(
  paths: Paths,
  name: RecordName,
  ref: ProcessRef,
  facts: { fingerprint: string; address: string | null },
): Promise<void> {
  const file = fileOf(paths, name)
  const record: RunRecord = { pid: ref.pid, startTicks: ref.startTicks, ...facts }
  await writeFile(`${file}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Removes a record; an absent one is no error. */
export async function removeRunRecord(paths: Paths, name: RecordName): Promise<void> {
  await rm(fileOf(paths, name), { force: true })
}
