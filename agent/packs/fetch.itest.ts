import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, afterAll, expect, test } from 'vitest'
import { updateSuite } from '@/agent/packs/apt.ts'
import { readAptMachine } from '@/agent/packs/apt-machine.ts'
import { makeAptState } from '@/agent/packs/apt-state.ts'
import { type PackWanted, wantedPacks } from '@/agent/packs/catalogue.ts'
import { releaseOf } from '@/agent/packs/check.ts'
import { fetchContext, fetchPack } from '@/agent/packs/fetch.ts'
import { loadArchivePacks } from '@/agent/packs/manifest.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import type { FetchProgress } from '@/agent/packs/progress.ts'
import { ensurePacks, removePack } from '@/agent/packs/registry.ts'

const FETCH_MS = 240_000
const SMALL_SUITE = 'bookworm-updates'
let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-fetch-'))
})

afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

function haproxy(): PackWanted {
  const wanted = wantedPacks.find(({ product }) => product === 'haproxy')
  if (wanted === undefined) throw new Error('HAProxy is not wanted')
  return wanted
}

/** An apt configuration whose only source is the folder `archive`. */
async function aptDirFor(archive: string): Promise<string> {
  const aptDir = await mkdtemp(join(root, 'apt-'))
  const { source } = await readAptMachine({})
  const signedBy = source.signedBy?.startsWith('/') === true ? `[signed-by=${source.signedBy}]` : ''
  await writeFile(join(aptDir, 'sources.list'), `deb ${signedBy} file:${archive} bookworm main\n`)
  return aptDir
}

/** Fetches the lists of a small suite, from the machine's archive or from the folder `archive`. */
async function updateSmallSuite(archive?: string): Promise<string> {
  const machine = await readAptMachine(
    {},
    archive === undefined ? undefined : await aptDirFor(archive),
  )
  const suiteDir = await mkdtemp(join(root, 'suite-'))
  const stateDir = await mkdtemp(join(root, 'state-'))
  const state = await makeAptState({ machine, suite: SMALL_SUITE, kind: 'deb', suiteDir, stateDir })
  await updateSuite(state)
  return join(suiteDir, 'lists')
}

async function archiveWith(files: Readonly<Record<string, string>>): Promise<string> {
  const archive = await mkdtemp(join(root, 'archive-'))
  const suite = join(archive, 'dists', SMALL_SUITE)
  await mkdir(join(suite, 'main', 'binary-amd64'), { recursive: true })
  await mkdir(join(suite, 'main', 'binary-arm64'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(suite, name), text)
  return archive
}

test('an index that is unsigned, altered after signing, or other than signed is refused', async () => {
  const lists = await updateSmallSuite()
  const signedName = (await readdir(lists)).find((name) => name.endsWith('InRelease'))
  const signed = await readFile(join(lists, signedName ?? ''), 'utf8')

  const unsigned = await archiveWith({ Release: 'Suite: any\nCodename: any\nSHA256:\n' })
  await expect(updateSmallSuite(unsigned)).rejects.toThrow(/not signed/i)

  const altered = await archiveWith({
    InRelease: signed.replace('Origin: Debian', 'Origin: Other'),
  })
  await expect(updateSmallSuite(altered)).rejects.toThrow(/not signed/i)

  const packages = 'Package: evil\nVersion: 1\nArchitecture: amd64\nFilename: evil.deb\n'
  const foreign = await archiveWith({
    InRelease: signed,
    'main/binary-amd64/Packages': packages,
    'main/binary-arm64/Packages': packages,
  })
  await expect(updateSmallSuite(foreign)).rejects.toThrow(/Hash Sum mismatch/)
})

test('without a usable archive every engine that is missing has a plain reason and nothing is left', async () => {
  const packsDir = join(root, 'nothing')
  const registry = await ensurePacks({
    packsDir,
    cacheDir: join(root, 'nothing-cache'),
    extraPaths: [],
    aptDir: await aptDirFor(join(root, 'absent')),
    report: () => undefined,
  })
  const { reason = '' } = registry.unavailable.find(({ product }) => product === 'mysql') ?? {}
  expect(reason).toMatch(/^The package list of Debian sid could not be fetched/)
  expect((await readdir(packsDir)).filter((name) => !name.startsWith('.lock'))).toEqual([])
})

test(
  'a fetch that is cut off is continued, built once by two callers, and needs no archive again',
  { timeout: FETCH_MS },
  async () => {
    const packsDir = join(root, 'packs')
    const cacheDir = join(root, 'cache')
    const abort = new AbortController()
    const common = { packsDir, cacheDir, proxyEnvironment: {} }
    const cut = await fetchContext({
      ...common,
      signal: abort.signal,
      report: ({ phase }) => {
        if (phase === 'unpacking') abort.abort()
      },
    })
    await expect(fetchPack(haproxy(), cut)).rejects.toThrow()
    expect(await loadArchivePacks(packsDir)).toEqual([])

    await mkdir(join(packsDir, '.build-haproxy-0.0', 'usr'), { recursive: true })
    const archives = join(cacheDir, 'haproxy', 'archives')
    const [damaged = ''] = (await readdir(archives)).filter((name) => name.startsWith('haproxy_'))
    const whole = await readFile(join(archives, damaged))
    await writeFile(join(archives, damaged), whole.fill(0, 1000, 2000))

    const seen: FetchProgress[] = []
    const resumed = await fetchContext({ ...common, report: (progress) => seen.push(progress) })
    const [first, second] = await Promise.all([
      fetchPack(haproxy(), resumed),
      fetchPack(
        haproxy(),
        await fetchContext({ ...common, report: (progress) => seen.push(progress) }),
      ),
    ])
    expect(second).toEqual(first)
    expect(seen.filter(({ phase }) => phase === 'checking')).toHaveLength(1)
    expect(seen.at(-1)?.doneBytes).toBe(seen.at(-1)?.totalBytes)
    const visible = (await readdir(packsDir)).filter((name) => !name.startsWith('.lock'))
    expect(visible).toEqual([first.id])
    await expectToRun(first)

    await removePack(first, packsDir, () => false)
    expect(await loadArchivePacks(packsDir)).toEqual([])
    const offline = await fetchContext({
      ...common,
      aptDir: await aptDirFor(join(root, 'absent')),
      report: () => undefined,
    })
    await rm(join(cacheDir, 'suites'), { recursive: true })
    await expectToRun(await fetchPack(haproxy(), offline))
  },
)

async function expectToRun(pack: EnginePack): Promise<void> {
  const program = pack.executables.haproxy ?? ''
  expect(await releaseOf('haproxy', program, pack.environment)).toBe(pack.release)
}
