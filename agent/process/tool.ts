import { engineIdentity } from '@/agent/process/identity.ts'
import { run } from '@/agent/process/run.ts'
import type { RunResult } from '@/agent/process/run.ts'

export interface ToolCommand {
  file: string
  args: readonly string[]
  environment: Readonly<Record<string, string>>
  directory: string
  /** Text for standard input. Secrets go here or into a private file, never into `args`. */
  input?: string
  timeoutMs: number
  /** True lets everything else on the machine go first. */
  isBackground: boolean
}

/**
 * Runs one of an engine's short programs to its end as the engine's identity, with a minimal
 * environment. Throws `RunError` of `agent/process/run.ts`.
 */
export async function runEngineTool(command: ToolCommand): Promise<RunResult> {
  const identity = await engineIdentity()
  const [file, args] = command.isBackground
    ? ['/usr/bin/nice', ['-n', '19', command.file, ...command.args]]
    : [command.file, command.args]
  return run(file, args, {
    environment: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...command.environment },
    workingDirectory: command.directory,
    timeoutMs: command.timeoutMs,
    ...(command.input === undefined ? {} : { input: command.input }),
    ...(identity === null ? {} : { uid: identity.uid, gid: identity.gid }),
  })
}
