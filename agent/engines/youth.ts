import type { NodeSpec } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { ageMs, findProcess } from '@/agent/process/find.ts'

/** True while the node's process lives and is younger than `youngForMs`: it may still come up. */
export async function isYoung(
  spec: NodeSpec,
  executable: string,
  youngForMs: number,
): Promise<boolean> {
  const found = await findProcess({ executable, directory: layoutOf(spec.directory).data })
  return found !== null && ageMs(found) < youngForMs
}
