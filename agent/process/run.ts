import { execa, type ExecaError } from 'execa'

export interface RunOptions {
  /** The whole environment of the child; nothing is inherited. */
  environment?: Readonly<Record<string, string>>
  workingDirectory?: string
  /** Written to standard input, which is then closed; without it standard input is empty. */
  input?: string
  timeoutMs?: number
  signal?: AbortSignal | undefined
  uid?: number
  gid?: number
  /** The child is killed when either output grows beyond this many characters. */
  maxOutputCharacters?: number
}

export interface RunResult {
  stdout: string
  stderr: string
}

/** The environment that programs of the machine get when the caller names none. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
}

const DEFAULT_MAX_OUTPUT = 16 * 1024 * 1024
const KEPT_ERROR_LINES = 20

/** A child process that could not be started, failed, ran too long or was cancelled. */
export class RunError extends Error {
  readonly file: string
  /** Null when the program could not be started or was ended by a signal. */
  readonly exitCode: number | null
  /** The last lines of standard error, or of standard output when there were none. */
  readonly lastLines: readonly string[]
  readonly reason: 'not-started' | 'failed' | 'timed-out' | 'cancelled' | 'too-much-output'

  constructor(
    message: string,
    details: {
      file: string
      exitCode: number | null
      lastLines: readonly string[]
      reason: RunError['reason']
    },
  ) {
    super(message)
    this.name = 'RunError'
    this.file = details.file
    this.exitCode = details.exitCode
    this.lastLines = details.lastLines
    this.reason = details.reason
  }
}

/**
 * Runs a program to its end and returns what it printed, without the final newline.
 *
 * Arguments are passed as they are, no shell is involved, and the environment is exactly
 * `options.environment` (`plainEnvironment` by default). Throws `RunError` for everything but exit
 * code 0; its message names the program and the last line of its errors, never its arguments.
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  try {
    const { stdout, stderr } = await execa(file, args, {
      env: { ...(options.environment ?? plainEnvironment) },
      extendEnv: false,
      ...(options.workingDirectory === undefined ? {} : { cwd: options.workingDirectory }),
      ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
      maxBuffer: options.maxOutputCharacters ?? DEFAULT_MAX_OUTPUT,
    })
    return { stdout: String(stdout), stderr: String(stderr) }
  } catch (error) {
    throw toRunError(file, error as ExecaError)
  }
}

function toRunError(file: string, error: ExecaError): RunError {
  const lastLines = linesOf(error.stderr).length > 0 ? linesOf(error.stderr) : linesOf(error.stdout)
  const reason = reasonOf(error)
  const lastLine = lastLines.at(-1)
  const what = {
    'not-started': `could not be started (${error.code ?? 'unknown reason'})`,
    failed:
      error.exitCode === undefined
        ? `was ended by ${error.signal ?? 'a signal'}`
        : `failed with exit code ${error.exitCode}`,
    'timed-out': 'took too long and was ended',
    cancelled: 'was cancelled',
    'too-much-output': 'printed too much and was ended',
  }[reason]
  const message = `${file} ${what}${lastLine === undefined ? '' : `: ${lastLine}`}`
  return new RunError(message, { file, exitCode: error.exitCode ?? null, lastLines, reason })
}

function reasonOf(error: ExecaError): RunError['reason'] {
  if (error.timedOut) return 'timed-out'
  if (error.isCanceled) return 'cancelled'
  if (error.isMaxBuffer) return 'too-much-output'
  return error.exitCode === undefined && error.signal === undefined ? 'not-started' : 'failed'
}

function linesOf(output: unknown): string[] {
  if (typeof output !== 'string') return []
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-KEPT_ERROR_LINES)
}

/**
 * Runs two programs with the first one's standard output as the second one's standard input.
 *
 * Succeeds only when both end with code 0; otherwise throws the `RunError` of the one that failed
 * first. Used for streams that must not pass through this process's memory.
 */
export async function runPiped(
  first: { file: string; args: readonly string[] },
  second: { file: string; args: readonly string[] },
  options: Pick<RunOptions, 'signal' | 'timeoutMs'> = {},
): Promise<void> {
  const common = {
    env: { ...plainEnvironment },
    extendEnv: false,
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  } as const
  const source = execa(first.file, first.args, {
    ...common,
    stdin: 'ignore',
    stdout: 'pipe',
    buffer: { stdout: false, stderr: true },
  })
  const sink = execa(second.file, second.args, { ...common, stdin: 'pipe' })
  const { stdout } = source
  // The sink's own exit status tells why it closed the pipe early.
  sink.stdin.on('error', () => undefined)
  stdout.pipe(sink.stdin)
  sink.then(
    () => stdout.resume(),
    // Children of the source may outlive it: with nobody to read from the pipe they end too.
    () => stdout.destroy(),
  )
  const [sourceEnd, sinkEnd] = await Promise.allSettled([source, sink])
  if (sinkEnd.status === 'rejected') throw toRunError(second.file, sinkEnd.reason as ExecaError)
  if (sourceEnd.status === 'rejected') throw toRunError(first.file, sourceEnd.reason as ExecaError)
}
