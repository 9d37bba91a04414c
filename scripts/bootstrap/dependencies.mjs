import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { areDependenciesInstalled } from './installed.mjs'
import { projectDir } from './project.mjs'

const keptLines = 30

/**
 * Installs the npm packages when they are missing or not those of package-lock.json.
 *
 * Two starts at once take turns. Throws with npm's last lines when the installation fails; the next
 * run then begins it anew.
 *
 * @param {{ withDevelopment: boolean }} options
 * @returns {Promise<'present' | 'installed'>}
 */
export async function ensureDependencies({ withDevelopment }) {
  if (areDependenciesInstalled({ withDevelopment })) return 'present'
  const installer = join(projectDir, 'scripts', 'bootstrap', 'install.mjs')
  const args = withDevelopment ? ['--with-development'] : []
  // The lock file itself is what is locked: it is there in every clone and never replaced here.
  const child = spawn(
    'flock',
    ['--exclusive', join(projectDir, 'package-lock.json'), process.execPath, installer, ...args],
    { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  /** @type {string[]} */
  const lines = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text) => {
      lines.push(...String(text).split('\n'))
      lines.splice(0, Math.max(0, lines.length - keptLines))
    })
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0 || !areDependenciesInstalled({ withDevelopment })) {
    throw new Error(`The npm packages could not be installed.\n${lines.join('\n').trim()}`)
  }
  return 'installed'
}
