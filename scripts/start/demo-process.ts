import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import type { Steps } from '@/scripts/bootstrap/steps.mjs'

/**
 * Runs the demonstration beside Holdfast: instances and a workload on them. It ends with the
 * launcher, also when that is killed, because it watches the channel between them.
 * Returns the function that stops it.
 */
export function startDemo(environment: Record<string, string>, steps: Steps): () => Promise<void> {
  const runner = join(projectDir, 'scripts', 'run.mjs')
  const child = spawn(
    process.execPath,
    ['--no-deprecation', runner, join(projectDir, 'scripts', 'demo', 'main.ts')],
    {
      cwd: projectDir,
      env: environment as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    },
  )
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.trimEnd().split('\n')) steps.line(`  ${line}`)
    })
  }
  child.on('error', (error) => {
    steps.line(`  The demonstration could not be started: ${error.message}`)
  })
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
}
