// Runs under an exclusive lock, see dependencies.mjs: whoever comes second finds the work done.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { areDependenciesInstalled } from './installed.mjs'
import { projectDir } from './project.mjs'

const withDevelopment = process.argv.includes('--with-development')

if (!areDependenciesInstalled({ withDevelopment })) {
  const scope = withDevelopment ? ['--include=dev'] : ['--omit=dev']
  const { status, error } = spawnSync(
    'npm',
    ['ci', ...scope, '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'],
    { cwd: projectDir, stdio: 'inherit' },
  )
  if (error) process.stderr.write(`npm could not be started: ${error.message}\n`)
  process.exitCode = status ?? 1
}
