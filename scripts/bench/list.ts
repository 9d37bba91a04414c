import type { Bench } from './bench.ts'
import { cookieHeader, measureScripts, openBrowser, signIn, type PageScripts } from './browser.ts'
import { atMost, figure, type Figure } from './figure.ts'
import { startHoldfast } from './holdfast.ts'
import { waitForIdle } from './idle.ts'
import { addInstanceRows, removeInstanceRows } from './list-rows.ts'
import { median, p95, worst } from './stats.ts'

const instances = 200
const requests = 100
const limitMs = 100

interface Timed {
  values: number[]
  bytes: number
}

/** The instance list with 200 instances: how long the server takes, and what the browser fetches. */
export async function measureList(bench: Bench): Promise<Figure[]> {
  const holdfast = await startHoldfast(bench)
  const { url, databaseUrl, projectId } = holdfast
  await addInstanceRows(databaseUrl, projectId, instances)
  const removeRows = bench.cleanups.add(() => removeInstanceRows(databaseUrl))
  bench.say('list: signing in')
  const browser = await openBrowser(bench)
  const session = await signIn(browser, url, holdfast.owner)
  const cookie = await cookieHeader(session, url)
  const packIds = holdfast.packs.filter(({ product }) => product !== 'haproxy').map(({ id }) => id)
  await waitForIdle(holdfast.paths.pool, packIds)

  bench.say(`list: ${String(requests)} requests each`)
  const page = await timeRequests(`${url}/instances`, cookie, 'bench-row-')
  const data = await timeRequests(
    `${url}/data/instances?order=created_at_desc&page=1&pageSize=50`,
    cookie,
    'bench-row-',
  )
  const signInPage = await timeRequests(`${url}/sign-in`, null, 'Sign in')
  bench.say('list: JavaScript')
  const scripts = await measureScripts(browser, session, `${url}/instances`)
  const floorScripts = await measureScripts(browser, null, `${url}/sign-in`)
  await browser.close()
  await removeRows()
  await holdfast.stop()
  return [
    serverTime('GET /instances (HTML), p95', page, signInPage),
    serverTime('GET /data/instances (JSON), p95', data, signInPage),
    figure({
      name: 'JavaScript of the instance list, transferred',
      unit: 'kB',
      measured: scripts.encodedBytes / 1_000,
      reference: {
        label: 'sign-in page, as the least',
        value: floorScripts.encodedBytes / 1_000,
      },
      notes: [describe('instance list', scripts), describe('sign-in page', floorScripts)],
    }),
  ]
}

function serverTime(name: string, timed: Timed, floor: Timed): Figure {
  const measured = p95(timed.values)
  return figure({
    name,
    unit: 'ms',
    measured,
    reference: { label: 'sign-in page, p95', value: p95(floor.values) },
    target: atMost(measured, limitMs, `at most ${String(limitMs)} ms`),
    samples: [{ label: `${String(requests)} requests`, values: timed.values }],
    notes: [
      `median ${median(timed.values).toFixed(1)} ms, worst ${worst(timed.values).toFixed(1)} ms, ` +
        `${(timed.bytes / 1_000).toFixed(1)} kB before compression; ` +
        `a page of 50 of ${String(instances)} instances`,
    ],
  })
}

function describe(name: string, { files, encodedBytes, decodedBytes }: PageScripts): string {
  const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`
  return `${name}: ${String(files)} files, ${kilobytes(encodedBytes)} transferred, ${kilobytes(decodedBytes)} unpacked`
}

/** One request after the other, each from being sent to its last byte, in milliseconds. */
async function timeRequests(url: string, cookie: string | null, mark: string): Promise<Timed> {
  const values: number[] = []
  let bytes = 0
  for (let index = 0; index < requests; index += 1) {
    const startedMs = performance.now()
    const response = await fetch(url, {
      headers: cookie === null ? {} : { cookie },
      redirect: 'manual',
    })
    const text = await response.text()
    values.push(performance.now() - startedMs)
    bytes = Buffer.byteLength(text)
    if (response.status !== 200 || !text.includes(mark)) {
      throw new Error(`GET ${url} answered ${String(response.status)} and not what was expected.`)
    }
  }
  return { values, bytes }
}
