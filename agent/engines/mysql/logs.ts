import type { LogBounds, NodeSpec } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { errorLogFile, slowLogFile } from '@/agent/engines/mysql/files.ts'
import { deleteOldLogs, turnLogs } from '@/agent/engines/log-files.ts'
import { tailFiles } from '@/agent/engines/tail.ts'

/** See `EngineDriver.tailLog`. */
export async function tailLog(spec: NodeSpec, maxLines: number): Promise<string[]> {
  const { outputFile } = layoutOf(spec.directory)
  return tailFiles([outputFile, errorLogFile(spec.directory)], maxLines)
}

/** See `EngineDriver.tendLogs`. MySQL appends to its logs, so they can be emptied under it. */
export async function tendLogs(spec: NodeSpec, bounds: LogBounds): Promise<void> {
  const { log, outputFile } = layoutOf(spec.directory)
  await turnLogs([outputFile, errorLogFile(spec.directory), slowLogFile(spec.directory)], bounds)
  await deleteOldLogs(log, bounds)
}
