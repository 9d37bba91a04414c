import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { projectDir } from './project.mjs'

/** Reads the project's `.env` into the environment; variables that are set already win. */
export function loadEnvFile() {
  const file = join(projectDir, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}
