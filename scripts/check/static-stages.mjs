import process from 'node:process'
import { tool } from './stages.mjs'

const cache = 'node_modules/.cache'

/** @typedef {import('./stages.mjs').Stage} Stage */

/**
 * Everything that is checked without running Holdfast; the slow ones first.
 *
 * @type {Stage[]}
 */
export const staticStages = [
  {
    name: 'lint',
    commands: [
      tool(
        'eslint/bin/eslint.js',
        '.',
        '--max-warnings=0',
        '--cache',
        '--cache-strategy=content',
        `--cache-location=${cache}/eslint/`,
      ),
    ],
  },
  {
    name: 'types',
    commands: [
      tool('next/dist/bin/next', 'typegen'),
      tool(
        'typescript/bin/tsc',
        '--noEmit',
        '--incremental',
        `--tsBuildInfoFile`,
        `${cache}/tsc.tsbuildinfo`,
      ),
    ],
  },
  {
    name: 'format',
    commands: [
      tool(
        'prettier/bin/prettier.cjs',
        '--check',
        '--log-level=warn',
        '--cache',
        `--cache-location=${cache}/prettier.json`,
        '.',
      ),
    ],
  },
  {
    name: 'import rules',
    commands: [[process.execPath, 'scripts/check/import-rules.mjs']],
  },
  { name: 'unused code', commands: [tool('knip/bin/knip.js', '--no-progress')] },
  { name: 'database schema', commands: [tool('prisma/build/index.js', 'validate')] },
]
