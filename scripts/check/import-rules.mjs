// Checks the import rules of .dependency-cruiser.cjs, and first that they would catch a violation.
import { mkdtemp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { spawnSync } from 'node:child_process'
import { projectDir } from '../bootstrap/project.mjs'
import { tool } from './stages.mjs'

/** A compiler that the cruiser can't use makes it find nothing, and nothing breaks no rule. */
const fewestModules = 50
const folders = ['app', 'components', 'lib', 'agent', 'proxy.ts']

/**
 * For every rule a little project that breaks it: files with what they import.
 *
 * @type {Record<string, Record<string, string[]>>}
 */
const violations = {
  'no-cycles': { 'lib/nouns/a.ts': ['@/lib/nouns/b.ts'], 'lib/nouns/b.ts': ['@/lib/nouns/a.ts'] },
  'no-unresolved': { 'lib/nouns/a.ts': ['@/lib/nouns/missing.ts'] },
  'no-barrels': { 'lib/nouns/a.ts': ['@/lib/things/index.ts'], 'lib/things/index.ts': [] },
  'lib-stands-alone': { 'lib/nouns/a.ts': ['@/agent/b.ts'], 'agent/b.ts': [] },
  'foundations-know-no-domain': { 'lib/db/a.ts': ['@/lib/core/b.ts'], 'lib/core/b.ts': [] },
  'core-below-the-nouns': { 'lib/core/a.ts': ['@/lib/iam/b.ts'], 'lib/iam/b.ts': [] },
  'iam-audit-operations-below-the-nouns': {
    'lib/iam/a.ts': ['@/lib/nouns/b.ts'],
    'lib/nouns/b.ts': [],
  },
  'internal-stays-inside': {
    'lib/nouns/a.ts': ['@/lib/things/internal.ts'],
    'lib/things/internal.ts': [],
  },
  'internal-is-for-lib': { 'app/a.ts': ['@/lib/things/internal.ts'], 'lib/things/internal.ts': [] },
  'agent-knows-no-web': { 'agent/a.ts': ['@/components/b.ts'], 'components/b.ts': [] },
  'agent-knows-no-react': { 'agent/a.ts': ['react'] },
  'console-never-reaches-the-agent': { 'app/a.ts': ['@/agent/b.ts'], 'agent/b.ts': [] },
  'components-know-no-pages': { 'components/a.ts': ['@/app/b.ts'], 'app/b.ts': [] },
  'components-use-client-safe-lib': { 'components/a.ts': ['@/lib/db/db.ts'], 'lib/db/db.ts': [] },
  'ui-knows-no-domain': {
    'components/ui/a.ts': ['@/lib/instances/state.ts'],
    'lib/instances/state.ts': [],
  },
  'only-tests-use-tests': {
    'lib/nouns/a.ts': ['@/lib/nouns/testing.ts'],
    'lib/nouns/testing.ts': [],
  },
}

/**
 * @param {string} directory
 * @param {string[]} paths
 * @returns {{ summary: { totalCruised: number, violations: { from: string, to: string, rule: { name: string, severity: string } }[] } }}
 */
function cruise(directory, paths) {
  const [node = '', ...args] = tool(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type=json',
    ...paths,
  )
  const { stdout, stderr } = spawnSync(node, args, {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 ** 2,
  })
  if (stdout === '') throw new Error(`dependency-cruiser failed.\n${stderr}`)
  return JSON.parse(stdout)
}

async function proveRules() {
  const require = createRequire(import.meta.url)
  const { forbidden } = require('../../.dependency-cruiser.cjs')
  const names = forbidden.map((/** @type {{ name: string }} */ rule) => rule.name)
  const unproved = names.filter((/** @type {string} */ name) => !(name in violations))
  if (unproved.length > 0) throw new Error(`No violation is tried for ${unproved.join(', ')}.`)
  const root = await mkdtemp(join(tmpdir(), 'holdfast-rules-'))
  try {
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      await writeFile(join(root, file), await readFile(join(projectDir, file)))
    }
    await symlink(join(projectDir, 'node_modules'), join(root, 'node_modules'))
    for (const [name, files] of Object.entries(violations)) {
      for (const [file, imports] of Object.entries(files)) {
        const lines = imports.map(
          (from, index) => `import { x as x${index} } from '${ownName(from, name)}'`,
        )
        const target = join(root, ownName(file, name))
        await mkdir(dirname(target), { recursive: true })
        const uses = imports.map((_, index) => `x${index}`).join(', ')
        await writeFile(target, `${lines.join('\n')}\nexport const x = [${uses}]\n`)
      }
    }
    const { summary } = cruise(root, ['app', 'components', 'lib', 'agent'])
    for (const name of names) {
      const own = summary.violations.filter(
        ({ rule, from }) => rule.name === name && from.includes(name),
      )
      if (own.length === 0) throw new Error(`The rule ${name} does not catch its violation.`)
    }
    return names.length
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/**
 * The files of one violation carry its rule's name, so that all of them fit into one project.
 *
 * @param {string} path
 * @param {string} rule
 */
function ownName(path, rule) {
  return path.replace(/\/([ab])\.ts$/, `/${rule}-$1.ts`)
}

try {
  const { summary } = cruise(projectDir, folders)
  if (summary.totalCruised < fewestModules) {
    throw new Error(`Only ${summary.totalCruised} modules were seen; the rules were not applied.`)
  }
  const broken = summary.violations.filter(({ rule }) => rule.severity === 'error')
  for (const { rule, from, to } of broken) process.stdout.write(`${rule.name}: ${from} → ${to}\n`)
  if (broken.length > 0) throw new Error(`${broken.length} imports break a rule.`)
  const proved = await proveRules()
  process.stdout.write(`${summary.totalCruised} modules keep ${proved} rules, each proved.\n`)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
