// npm run check: everything that can be known without running Holdfast, in under a minute.
import { join } from 'node:path'
import process from 'node:process'
import { ensureDependencies } from './bootstrap/dependencies.mjs'
import { seconds } from './bootstrap/figures.mjs'
import { projectDir } from './bootstrap/project.mjs'
import { importTypeScript } from './bootstrap/typescript.mjs'
import { runInPairs, tool } from './check/stages.mjs'
import { staticStages } from './check/static-stages.mjs'

const startedMs = performance.now()
await ensureDependencies({ withDevelopment: true })
const { ensureGeneratedClient } = await importTypeScript(
  join(projectDir, 'scripts', 'start', 'generated-client.ts'),
)
await ensureGeneratedClient()
const unitTests = {
  name: 'unit tests',
  commands: [
    tool('vitest/vitest.mjs', 'run', '--project=unit', '--project=unit-dom', '--reporter=dot'),
  ],
}
const failed = await runInPairs([...staticStages, unitTests])
const took = seconds(performance.now() - startedMs)
process.stdout.write(
  failed.length === 0
    ? `All checks passed in ${took}.\n`
    : `Failed: ${failed.map(({ stage }) => stage.name).join(', ')} (${took}).\n`,
)
process.exit(failed.length === 0 ? 0 : 1)
