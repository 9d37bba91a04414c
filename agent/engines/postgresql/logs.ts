import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeSpec } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { tailFile } from '@/agent/engines/tail.ts'

/** What the server says on its output when it goes on in its own log. */
const handover = /redirecting log output|Future log output will appear|[A-Z]+:  00000: .*log output/

/** See `EngineDriver.tailLog`. The output file comes first: what it holds precedes the log. */
export async function tailLog(spec: NodeSpec, maxLines: number): Promise<string[]> {
  const { log, outputFile } = layoutOf(spec.directory)
  const names = await readdir(log).catch(() => [])
  const newest = names
    .filter((name) => /^postgresql-.*\.log$/.test(name))
    .sort()
    .at(-1)
  const output = (await tailFile(outputFile, maxLines)).filter((line) => !handover.test(line))
  const own = newest === undefined ? [] : await tailFile(join(log, newest), maxLines)
  return [...output, ...own].slice(-maxLines)
}
