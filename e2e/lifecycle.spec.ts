import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findAllIn } from '@/agent/process/find.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { connectApi } from './api-client.ts'
import { psql } from './clients.ts'
import {
  launch,
  makeInstallation,
  removeInstallation,
  stopLauncher,
  waitForAddress,
  type Installation,
  type Launcher,
} from './fixtures/holdfast.ts'
import { expect, test } from './fixtures/test.ts'
import { unique } from './vocabulary.ts'

const password = 'Sturdy-Oak-4711'

async function pidOf(dataDir: string, name: 'agent' | 'console'): Promise<number> {
  const record: unknown = JSON.parse(await readFile(join(dataDir, 'run', `${name}.json`), 'utf8'))
  if (typeof record === 'object' && record !== null && 'pid' in record) return Number(record.pid)
  throw new Error(`There is no record of the ${name}.`)
}

async function enginePids({ dataDir }: Installation): Promise<number[]> {
  const found = await findAllIn(join(dataDir, 'instances'))
  return found.map(({ pid }) => pid).sort((a, b) => a - b)
}

async function restarted(installation: Installation): Promise<Launcher> {
  const launcher = launch(installation)
  await waitForAddress(launcher)
  return launcher
}

test('killing all of Holdfast costs no connection and no row, and a clean stop leaves nothing', async () => {
  test.setTimeout(300_000)
  const installation = await makeInstallation()
  const { address, dataDir } = installation
  let launcher = launch(installation)
  try {
    await waitForAddress(launcher)
    const api = await connectApi(address, dataDir)
    const created = await api.createInstance({
      name: unique('survivor'),
      engine: 'PostgreSQL-17',
      userName: 'app',
      password,
      nodeType: 'db-dev-xs',
      volumeType: 'lssd',
      volumeSize: 0,
      isHaCluster: false,
      disableBackup: true,
      backupSameRegion: true,
    })
    const ready = await api.waitForInstance({ instanceId: created.id })
    expect(ready.status).toBe('ready')
    const authorityFile = join(dataDir, 'ca.pem')
    const certificate = await api.getInstanceCertificate({ instanceId: created.id })
    await writeFile(authorityFile, await certificate.text())
    const port = ready.endpoints[0]?.port ?? 0
    const target = { host: '127.0.0.1', port, user: 'app', password, authorityFile }
    await psql(target, 'create table kept (n integer)')
    await psql(target, 'insert into kept values (42)')
    const engines = await enginePids(installation)

    const second = launch(installation)
    await once(second.process, 'exit')
    expect(second.printed()).toContain('already running')
    expect(second.printed()).toContain(address)

    const doomed = [launcher.process.pid ?? 0]
    for (const name of ['agent', 'console'] as const) doomed.push(await pidOf(dataDir, name))
    const ended = once(launcher.process, 'exit')
    for (const pid of doomed) process.kill(pid, 'SIGKILL')
    await ended
    expect(await psql(target, 'select n from kept')).toBe('42')

    launcher = await restarted(installation)
    expect(await enginePids(installation)).toEqual(expect.arrayContaining(engines.slice(0, 1)))
    expect(await psql(target, 'select n from kept')).toBe('42')
    expect((await api.getInstance({ instanceId: created.id })).status).toBe('ready')

    await stopLauncher(launcher)
    expect(launcher.process.exitCode).toBe(0)
    expect(await findAllIn(dataDir)).toEqual([])
    await expect(psql(target, 'select 1')).rejects.toThrow()

    installation.environment.HOLDFAST_STOP = 'leave'
    launcher = await restarted(installation)
    await expect
      .poll(() => psql(target, 'select n from kept').catch(() => ''), {
        timeout: 60_000,
      })
      .toBe('42')
    await stopLauncher(launcher)
    expect(await psql(target, 'select n from kept')).toBe('42')
  } finally {
    await stopLauncher(launcher)
    await killAllIn(dataDir)
    await removeInstallation(installation)
  }
})
