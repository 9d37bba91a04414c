import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  contribExtensions,
  mainProgram,
  requiredPrograms,
  wantedPacks,
} from '@/agent/packs/catalogue.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { findPack, loadPacks, removePack } from '@/agent/packs/registry.ts'
import { testPack, testPacks, testPacksDir } from '@/agent/packs/testing.ts'
import { parseRelease } from '@/agent/packs/version.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { plainEnvironment, run, type RunResult } from '@/agent/process/run.ts'

/** Runs a program of a pack the way engines run: as the unprivileged user. */
async function runAsEngine(
  pack: EnginePack,
  name: string,
  args: readonly string[],
  input?: string,
): Promise<RunResult> {
  const identity = await engineIdentity()
  const program = pack.executables[name]
  if (program === undefined) throw new Error(`${pack.id} has no ${name}`)
  return run(program, args, {
    environment: { ...plainEnvironment, ...pack.environment },
    workingDirectory: '/tmp',
    timeoutMs: 60_000,
    ...(input === undefined ? {} : { input }),
    ...(identity === null ? {} : { uid: identity.uid, gid: identity.gid }),
  })
}

/** A short-named folder of the engine user that is gone after the test. */
async function engineDir(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hf-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const identity = await engineIdentity()
  if (identity !== null) await chown(directory, identity.uid, identity.gid)
  await chmod(directory, 0o700)
  return directory
}

test('every wanted engine is there and every program of it runs as the unprivileged user', async () => {
  const packs = await testPacks()
  for (const wanted of wantedPacks) {
    const pack = packs.find(({ product, version, origin }) => {
      return product === wanted.product && version === wanted.version && origin === 'archive'
    })
    if (pack === undefined) throw new Error(`${wanted.label} is missing`)
    expect(Object.keys(pack.executables)).toEqual(
      expect.arrayContaining([...requiredPrograms[pack.product]]),
    )
    expect(pack.missingExtensions ?? []).toEqual([])
    const main = mainProgram[pack.product]
    for (const name of requiredPrograms[pack.product]) {
      const argument = name === main.name ? main.versionArgument : '--version'
      const { stdout } = await runAsEngine(pack, name, [argument])
      if (name === main.name) expect(parseRelease(pack.product, stdout)).toBe(pack.release)
    }
  }
})

test('packs are loaded without running apt, and the preferred one of a version comes first', async () => {
  const built = (await testPacks()).map(({ id }) => id)
  const { packs, unavailable } = await loadPacks({ packsDir: testPacksDir(), extraPaths: [] })
  expect(packs.map(({ id }) => id)).toEqual(built)
  expect(unavailable).toEqual([])
  expect(findPack(packs, 'postgresql', '15')?.missingExtensions ?? []).toEqual([])
})

test.each(['15', '17', '18'])(
  'PostgreSQL %s initialises a cluster and creates every extension that Holdfast offers',
  async (version) => {
    const pack = await testPack('postgresql', version)
    const directory = await engineDir()
    const data = join(directory, 'data')
    const init = ['-D', data, '-U', 'hf', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '-N']
    await runAsEngine(pack, 'initdb', init)
    const settings = `-k ${directory} -c listen_addresses= -c shared_preload_libraries=pgaudit`
    const control = ['-D', data, '-w', '-s', '-l', join(directory, 'log')]
    await runAsEngine(pack, 'pg_ctl', [...control, '-o', settings, 'start'])
    try {
      const psql = ['-h', directory, '-U', 'hf', '-d', 'postgres', '-XAtq', '-v', 'ON_ERROR_STOP=1']
      const query = async (sql: string): Promise<string> =>
        (await runAsEngine(pack, 'psql', psql, sql)).stdout
      await query(
        String.raw`select format('create extension if not exists %I cascade', name) from pg_available_extensions \gexec`,
      )
      const created = (await query('select extname from pg_extension')).split('\n')
      expect(created).toEqual(
        expect.arrayContaining([...contribExtensions, 'plpgsql', 'pgaudit', 'vector']),
      )
      expect(created.length).toBeGreaterThanOrEqual(47)
      expect(await query("select '[3,4]'::vector <-> '[0,0]'")).toBe('5')
      expect(
        await query("select encode(decrypt(encrypt('x', 'key', 'aes'), 'key', 'aes'), 'escape')"),
      ).toBe('x')
      expect(await query("set timezone = 'Europe/Paris'; show timezone")).toBe('Europe/Paris')
    } finally {
      await runAsEngine(pack, 'pg_ctl', [...control, '-m', 'immediate', 'stop'])
    }
  },
)

test('MySQL initialises a data directory with its own messages, character sets and plugins', async () => {
  const pack = await testPack('mysql', '9.7')
  const directory = await engineDir()
  const { basedir, pluginDir, messagesDir, charsetsDir } = pack.directories
  await runAsEngine(pack, 'mysqld', [
    '--no-defaults',
    '--initialize-insecure',
    `--basedir=${basedir}`,
    `--plugin-dir=${pluginDir}`,
    `--lc-messages-dir=${messagesDir}`,
    `--character-sets-dir=${charsetsDir}`,
    `--datadir=${join(directory, 'data')}`,
    `--log-error=${join(directory, 'log')}`,
  ])
  const log = await runAsEngine(pack, 'mysqld', ['--no-defaults', '--version'])
  expect(log.stderr).toBe('')
})

test('HAProxy accepts a configuration and speaks TLS and Lua', async () => {
  const pack = await testPack('haproxy', '3.2')
  const { stdout } = await runAsEngine(pack, 'haproxy', ['-vv'])
  expect(stdout).toMatch(/\+OPENSSL/)
  expect(stdout).toMatch(/\+LUA/)
})

test('a pack in use is not removed', async () => {
  const pack = await testPack('haproxy', '3.2')
  await expect(removePack(pack, testPacksDir(), () => true)).rejects.toThrow('in use')
  await runAsEngine(pack, 'haproxy', ['-v'])
})
