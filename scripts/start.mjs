import { join } from 'node:path'
import process from 'node:process'
import { whyNodeIsRefused } from './bootstrap/node-version.mjs'

const refusal = whyNodeIsRefused(process.versions.node)
if (refusal !== null) {
  process.stderr.write(`${refusal}\n`)
  process.exit(1)
}

const [{ createSteps }, { ensureDependencies }, { loadEnvFile }, { projectDir }] =
  await Promise.all([
    import('./bootstrap/steps.mjs'),
    import('./bootstrap/dependencies.mjs'),
    import('./bootstrap/env-file.mjs'),
    import('./bootstrap/project.mjs'),
  ])

const steps = createSteps()
try {
  loadEnvFile()
  steps.line(steps.bold('Holdfast'))
  await steps.run('Dependencies', async (step) => {
    const outcome = await ensureDependencies({ withDevelopment: false })
    step.say(outcome === 'present' ? 'up to date' : 'installed')
  })
  const { importTypeScript } = await import('./bootstrap/typescript.mjs')
  const { start } = await importTypeScript(join(projectDir, 'scripts', 'start', 'main.ts'))
  process.exitCode = await start({ steps, isDemo: process.argv.includes('--demo') })
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  if (process.env.HOLDFAST_LOG_LEVEL === 'debug') process.stderr.write(`${error?.stack}\n`)
  process.exitCode = 1
}
process.exit()
