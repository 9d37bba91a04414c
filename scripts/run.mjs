// Runs one TypeScript file of the project against the installation that is running here:
//   node scripts/run.mjs <file.ts> [arguments]
import { isAbsolute, resolve } from 'node:path'
import process from 'node:process'
import { whyNodeIsRefused } from './bootstrap/node-version.mjs'
import { loadEnvFile } from './bootstrap/env-file.mjs'
import { importTypeScript } from './bootstrap/typescript.mjs'
import { ensureDependencies } from './bootstrap/dependencies.mjs'
import { useRunningInstallation } from './bootstrap/installation.mjs'
import { projectDir } from './bootstrap/project.mjs'

const [file, ...rest] = process.argv.slice(2)
try {
  const refusal = whyNodeIsRefused(process.versions.node)
  if (refusal !== null) throw new Error(refusal)
  if (file === undefined) throw new Error('Usage: node scripts/run.mjs <file.ts> [arguments]')
  loadEnvFile()
  await ensureDependencies({ withDevelopment: false })
  await useRunningInstallation()
  const target = isAbsolute(file) ? file : resolve(projectDir, file)
  // The file sees its own arguments where a program expects them.
  process.argv = [process.argv[0] ?? 'node', target, ...rest]
  await importTypeScript(target)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
  process.exitCode = 1
}
