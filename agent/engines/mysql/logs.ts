import type { NodeSpec } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { errorLogFile } from '@/agent/engines/mysql/files.ts'
import { tailFiles } from '@/agent/engines/tail.ts'

/** See `EngineDriver.tailLog`. */
export async function tailLog(spec: NodeSpec, maxLines: number): Promise<string[]> {
  const { outputFile } = layoutOf(spec.directory)
  return tailFiles([outputFile, errorLogFile(spec.directory)], maxLines)
}
