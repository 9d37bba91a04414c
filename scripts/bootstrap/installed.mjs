import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectDir } from './project.mjs'

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} LockEntry
 * @typedef {Record<string, LockEntry>} LockEntries
 */

/**
 * True when every package that the lock file asks for is installed in its version.
 *
 * `installed` is what npm wrote into node_modules at the end of a finished installation. Packages
 * that only suit other machines are optional, so they may be absent but not of another version.
 *
 * @param {LockEntries} wanted
 * @param {LockEntries} installed
 * @param {boolean} withDevelopment
 * @returns {boolean}
 */
export function isInstalled(wanted, installed, withDevelopment) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const present = installed[path]
    if (present) return present.version === entry.version
    if (entry.optional || entry.devOptional) return true
    return entry.dev === true && !withDevelopment
  })
}

/**
 * Compares node_modules with package-lock.json; takes milliseconds.
 *
 * @param {{ withDevelopment: boolean }} options
 * @returns {boolean}
 */
export function areDependenciesInstalled({ withDevelopment }) {
  try {
    return isInstalled(
      packagesOf('package-lock.json'),
      packagesOf('node_modules/.package-lock.json'),
      withDevelopment,
    )
  } catch {
    return false
  }
}

/** @param {string} file */
function packagesOf(file) {
  return JSON.parse(readFileSync(join(projectDir, file), 'utf8')).packages
}
