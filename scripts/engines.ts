import { mkdir } from 'node:fs/promises'
import process from 'node:process'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { env } from '@/lib/env/env.ts'
import { pathsOf } from '@/lib/paths/paths.ts'
import { createSteps } from '@/scripts/bootstrap/steps.mjs'
import { preparePacks } from '@/scripts/start/packs.ts'

const labels = { postgresql: 'PostgreSQL', mysql: 'MySQL', haproxy: 'HAProxy' } as const

const { dataDir, enginePaths } = env()
const steps = createSteps()
const paths = pathsOf(dataDir)
await mkdir(paths.packs, { recursive: true })
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
const { packs, unavailable, notes } = await preparePacks(steps, paths, enginePaths, stop.signal)

const rows = [
  ['Engine', 'Release', 'From', 'Folder'],
  ...packs.map((pack) => [labels[pack.product], pack.release, originOf(pack), pack.prefix]),
  ...unavailable.map(({ product, version }) => [labels[product], version, 'not available', '']),
]
const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
steps.line('')
for (const row of rows) {
  steps.line(
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}
for (const note of notes) steps.line(`\n  ${note}`)
if (unavailable.length > 0) process.exitCode = 1

function originOf({ origin, missingExtensions = [] }: EnginePack): string {
  const from = origin === 'machine' ? 'this machine' : 'Debian archive'
  return missingExtensions.length === 0 ? from : `${from}, without ${missingExtensions.join(', ')}`
}
