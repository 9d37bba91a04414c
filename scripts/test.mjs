// npm test: sets up all that it needs, then runs every stage and stops at the first that fails.
// The last line is always "N passed, N failed".
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ensureDependencies } from './bootstrap/dependencies.mjs'
import { whyNodeIsRefused } from './bootstrap/node-version.mjs'
import { projectDir } from './bootstrap/project.mjs'
import { createSteps } from './bootstrap/steps.mjs'
import { importTypeScript } from './bootstrap/typescript.mjs'
import { resultLine, runInPairs, runStage, tool } from './check/stages.mjs'
import { staticStages } from './check/static-stages.mjs'

/** @typedef {{ passed: number, failed: number }} Counts */

const counts = { passed: 0, failed: 0 }
const reports = await mkdtemp(join(tmpdir(), 'holdfast-reports-'))

// The tests bring their own installation: nothing of the caller's may leak into it.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('HOLDFAST_') || name === 'DATABASE_URL') delete process.env[name]
}

/** @param {string} name */
async function readReport(name) {
  return JSON.parse(await readFile(join(reports, name), 'utf8').catch(() => '{}'))
}

/**
 * @param {string[]} projects
 * @param {string} report
 */
function vitest(projects, report) {
  const output = `--outputFile.json=${join(reports, report)}`
  const chosen = projects.map((project) => `--project=${project}`)
  return tool(
    'vitest/vitest.mjs',
    'run',
    ...chosen,
    '--reporter=default',
    '--reporter=json',
    output,
  )
}

/** @param {string} report @returns {Promise<Counts>} */
async function countVitest(report) {
  const { numPassedTests = 0, numFailedTests = 0 } = await readReport(report)
  return { passed: numPassedTests, failed: numFailedTests }
}

/** @param {string} report @returns {Promise<Counts>} */
async function countPlaywright(report) {
  const { expected = 0, unexpected = 0, flaky = 0 } = (await readReport(report)).stats ?? {}
  return { passed: expected, failed: unexpected + flaky }
}

/**
 * Runs one stage with its output passed on; a failing stage without a failing test counts as one.
 *
 * @param {import('./check/stages.mjs').Stage} stage
 * @param {() => Promise<Counts>} count
 */
async function runCounted(stage, count) {
  process.stdout.write(`\n── ${stage.name}\n`)
  const result = await runStage(stage, (text) => process.stdout.write(text))
  const { passed, failed } = await count()
  counts.passed += passed
  counts.failed += result.ok ? failed : Math.max(1, failed)
  process.stdout.write(`${resultLine(result)}\n`)
  if (!result.ok) throw new Error(`The stage "${stage.name}" failed.`)
}

async function main() {
  const refusal = whyNodeIsRefused(process.versions.node)
  if (refusal !== null) throw new Error(refusal)
  const steps = createSteps()
  await steps.run('Dependencies', async (step) => {
    step.say(await ensureDependencies({ withDevelopment: true }))
  })
  const { prepareTests } = await importTypeScript(join(projectDir, 'scripts/test/prepare.ts'))
  const { environment, buildConsole } = await prepareTests(steps)
  Object.assign(process.env, environment)

  process.stdout.write('\n── static checks\n')
  const failed = await runInPairs(staticStages)
  counts.failed += failed.length
  if (failed.length > 0) throw new Error('The static checks failed.')
  const unit = { name: 'unit tests', commands: [vitest(['unit', 'unit-dom'], 'unit.json')] }
  await runCounted(unit, () => countVitest('unit.json'))
  const integration = {
    name: 'integration tests',
    commands: [vitest(['integration'], 'integration.json')],
  }
  await runCounted(integration, () => countVitest('integration.json'))
  await steps.run('Build', buildConsole)
  const e2e = {
    name: 'browser tests',
    commands: [tool('@playwright/test/cli.js', 'test')],
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json') },
  }
  await runCounted(e2e, () => countPlaywright('e2e.json'))
}

try {
  await main()
} catch (error) {
  process.stdout.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  if (counts.failed === 0) counts.failed = 1
} finally {
  await rm(reports, { recursive: true, force: true })
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`)
process.exit(counts.failed === 0 ? 0 : 1)
