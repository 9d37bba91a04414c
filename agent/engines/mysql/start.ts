import type { NodeSpec, StartCommand, StopLadder } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import {
  awaitsFirstStart,
  configurationFile,
  firstStartFile,
  serverEnvironment,
} from '@/agent/engines/mysql/files.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'

/** One gentle signal: MySQL rolls sessions back and flushes, however long that takes. */
export const stopLadder: StopLadder = [{ signal: 'SIGTERM', waitMs: 60_000 }]

/** See `EngineDriver.startCommand`. */
export function startCommand(spec: NodeSpec): StartCommand {
  const { data, outputFile } = layoutOf(spec.directory)
  return {
    file: executableOf(spec.pack, 'mysqld'),
    args: [
      `--defaults-file=${configurationFile(spec.directory)}`,
      ...(awaitsFirstStart(data) ? [`--init-file=${firstStartFile}`] : []),
    ],
    environment: serverEnvironment(spec.pack),
    directory: data,
    outputFile,
  }
}
