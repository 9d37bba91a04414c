import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { projectDir } from './project.mjs'

/**
 * Loads a TypeScript module of the project into this very process, whatever the working directory
 * is; needs the npm packages.
 *
 * @param {string} file absolute
 * @returns {Promise<any>}
 */
export async function importTypeScript(file) {
  process.setSourceMapsEnabled(true)
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: join(projectDir, 'tsconfig.json') })
  return import(pathToFileURL(file).href)
}
