import { execa } from 'execa'
import { plainEnvironment } from '@/agent/process/run.ts'

/**
 * Runs `body` while this process holds an exclusive lock on the file at `path`, waiting for it.
 *
 * The kernel holds the lock for a helper process (`flock`, part of every Debian system) that ends
 * when its standard input closes, so that the lock is free as soon as this process is gone, however
 * it ended. The file is made when missing and stays. Throws when `signal` fires while waiting.
 */
export async function withFileLock<T>(
  path: string,
  body: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted()
  const holder = execa('flock', ['--exclusive', path, 'cat'], {
    env: { ...plainEnvironment },
    extendEnv: false,
    stdin: 'pipe',
    stdout: 'pipe',
    reject: false,
  })
  const abandon = (): void => {
    holder.kill('SIGKILL')
  }
  signal?.addEventListener('abort', abandon, { once: true })
  try {
    holder.stdin.on('error', () => undefined)
    // cat runs only once the lock is held: the line coming back is the proof.
    holder.stdin.write('held\n')
    const held = await Promise.race([
      new Promise<boolean>((resolve) => holder.stdout.once('data', () => resolve(true))),
      holder.then(() => false),
    ])
    signal?.throwIfAborted()
    if (!held) throw new Error(`The lock file ${path} could not be locked.`)
    signal?.removeEventListener('abort', abandon)
    return await body()
  } finally {
    signal?.removeEventListener('abort', abandon)
    holder.stdin.end()
    await holder
  }
}

/**
 * Takes an exclusive lock on a file, waiting for it, and keeps it for as long as this process lives.
 * Of two agents on one data directory the second waits here until the first is gone.
 */
export async function holdFileLock(path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    withFileLock(path, () => {
      resolve()
      return new Promise<never>(() => undefined)
    }).catch(reject)
  })
}
