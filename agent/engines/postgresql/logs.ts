import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogBounds, NodeSpec } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { deleteOldLogs, turnLogs } from '@/agent/engines/log-files.ts'
import { tailFiles } from '@/agent/engines/tail.ts'

/** What the server says on its output when it goes on in its own log. */
const handover = /redirecting log output|Future log output will appear|[A-Z]+:  00000: .*log output/

/** See `EngineDriver.tailLog`. */
export async function tailLog(spec: NodeSpec, maxLines: number): Promise<string[]> {
  const { log, outputFile } = layoutOf(spec.directory)
  const names = await readdir(log).catch(() => [])
  // Their names sort by time, and a start that failed is in the newest.
  const own = names
    .filter((name) => /^postgresql-.*\.log$/.test(name))
    .sort()
    .slice(-2)
  const lines = await tailFiles([outputFile, ...own.map((name) => join(log, name))], maxLines * 2)
  return lines.filter((line) => !handover.test(line)).slice(-maxLines)
}

/** See `EngineDriver.tendLogs`. PostgreSQL begins new files itself. */
export async function tendLogs(spec: NodeSpec, bounds: LogBounds): Promise<void> {
  const { log, outputFile } = layoutOf(spec.directory)
  await turnLogs([outputFile], bounds)
  await deleteOldLogs(log, bounds)
}
