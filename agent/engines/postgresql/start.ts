import type { NodeSpec, StartCommand, StopLadder } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'

/** Fast shutdown rolls sessions back and writes a checkpoint; immediate leaves recovery to do. */
export const stopLadder: StopLadder = [
  { signal: 'SIGINT', waitMs: 30_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
]

/** See `EngineDriver.startCommand`. */
export function startCommand(spec: NodeSpec): StartCommand {
  const { data, outputFile } = layoutOf(spec.directory)
  return {
    file: executableOf(spec.pack, 'postgres'),
    args: ['-D', data],
    environment: { ...spec.pack.environment },
    directory: data,
    outputFile,
  }
}
