import type { NodeSpec } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { errorLogFile } from '@/agent/engines/mysql/files.ts'
import { tailFile } from '@/agent/engines/tail.ts'

/** See `EngineDriver.tailLog`. The output file comes first: what it holds precedes the log. */
export async function tailLog(spec: NodeSpec, maxLines: number): Promise<string[]> {
  const output = await tailFile(layoutOf(spec.directory).outputFile, maxLines)
  const own = await tailFile(errorLogFile(spec.directory), maxLines)
  return [...output, ...own].slice(-maxLines)
}
