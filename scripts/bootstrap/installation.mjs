import { readFile, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { projectDir } from './project.mjs'

/**
 * Completes the environment with what the running installation in the data directory uses: the
 * directory's absolute path and, unless one was given, the address of its own control database.
 */
export async function useRunningInstallation() {
  const named = resolve(projectDir, process.env.HOLDFAST_DATA_DIR || '.holdfast')
  const dataDir = await realpath(named).catch(() => named)
  process.env.HOLDFAST_DATA_DIR = dataDir
  if (process.env.DATABASE_URL) return
  const [port, password] = await Promise.all([
    readFile(join(dataDir, 'control', 'port'), 'utf8').catch(() => ''),
    readFile(join(dataDir, 'secrets', 'control-database.password'), 'utf8').catch(() => ''),
  ])
  if (port.trim() === '' || password.trim() === '') return
  process.env.DATABASE_URL = `postgresql://holdfast:${password.trim()}@127.0.0.1:${port.trim()}/holdfast`
}
