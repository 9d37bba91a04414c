import { realpath } from 'node:fs/promises'
import type { EnginePack } from '@/agent/packs/pack.ts'
import type { FetchProgress } from '@/agent/packs/progress.ts'
import { ensurePacks, type PackRegistry } from '@/agent/packs/registry.ts'
import type { Paths } from '@/lib/paths/paths.ts'
import type { Step, Steps } from '@/scripts/bootstrap/steps.mjs'

const proxyNames = [
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
]

/** The proxy variables that the caller has set, for programs that fetch something. */
export function proxyEnvironment(): Record<string, string> {
  return Object.fromEntries(
    proxyNames.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Makes the engines available and prints what cannot be had, with the reason. */
export async function preparePacks(
  steps: Steps,
  paths: Paths,
  enginePaths: readonly string[],
  signal: AbortSignal,
): Promise<PackRegistry> {
  const registry = await steps.run('Engines', async (step) => {
    const found = await ensurePacks({
      // Programs of a pack are bound to the place they were built for, not to a link to it.
      packsDir: await realpath(paths.packs),
      cacheDir: paths.packCache,
      extraPaths: enginePaths,
      report: summedProgress(step),
      proxyEnvironment: proxyEnvironment(),
      signal,
    })
    step.say(nameReleases(found.packs))
    return found
  })
  for (const { product, version, reason } of registry.unavailable) {
    steps.line(`    ${product} ${version} is not available. ${reason}`)
  }
  return registry
}

/** Several fetches at once are one bar: the sum of what each of them has told. */
function summedProgress(step: Step): (progress: FetchProgress) => void {
  const latest = new Map<string, { done: number; total: number | null }>()
  return ({ label, phase, doneBytes, totalBytes }) => {
    // The other phases count other things than bytes of the download.
    if (phase !== 'downloading') return
    latest.set(label, { done: doneBytes, total: totalBytes })
    const all = [...latest.values()]
    const done = all.reduce((sum, one) => sum + one.done, 0)
    const total = all.reduce<number | null>(
      (sum, one) => (sum === null || one.total === null ? null : sum + one.total),
      0,
    )
    step.bytes(done, total)
  }
}

function nameReleases(packs: readonly EnginePack[]): string {
  const labels = { postgresql: 'PostgreSQL', mysql: 'MySQL', haproxy: 'HAProxy' } as const
  const releases = Object.entries(labels).flatMap(([product, label]) => {
    const own = packs.filter((pack) => pack.product === product).map((pack) => pack.release)
    return own.length === 0 ? [] : [`${label} ${[...new Set(own)].reverse().join(', ')}`]
  })
  return releases.length === 0 ? 'none' : releases.join('; ')
}
