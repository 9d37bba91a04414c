import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Paths } from '@/lib/paths/paths.ts'

/** Held while one launcher looks after a data directory. */
export interface LauncherLock {
  release: () => void
}

/**
 * Takes the lock of a data directory, or returns null when another launcher holds it.
 *
 * The kernel holds it for a helper that ends with its standard input, so it is free as soon as this
 * process is gone, however it ended. The helper is in a session of its own: Ctrl-C does not reach
 * it before the stop is finished.
 */
export async function takeLauncherLock(paths: Paths): Promise<LauncherLock | null> {
  const file = join(paths.run, 'launcher.lock')
  const holder = spawn('flock', ['--exclusive', '--nonblock', '--no-fork', file, 'cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    cwd: '/',
  })
  holder.stdin.on('error', () => undefined)
  // cat answers only when flock has got the lock.
  holder.stdin.write('held\n')
  const isHeld = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    once(holder, 'close').then(() => false),
  ])
  if (!isHeld) return null
  return { release: () => holder.stdin.end() }
}
