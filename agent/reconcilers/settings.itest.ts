import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverFor } from '@/agent/engines/drivers.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { findProcess } from '@/agent/process/find.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { testPacks } from '@/agent/packs/testing.ts'
import { nodeCredentials, loadInstance, nodeSpec, primaryOf } from '@/agent/platforms/local/load.ts'
import { endTestProcesses, startTestAgent, type TestAgent } from '@/agent/testing.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'
import type { Context } from '@/lib/core/context.ts'
import { env } from '@/lib/env/env.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { restartInstance } from '@/lib/instances/commands/restart.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import { pathsOf } from '@/lib/paths/paths.ts'
import { updateSettings } from '@/lib/settings/commands/update.ts'
import { getSettings } from '@/lib/settings/queries.ts'
import type { SettingsDto } from '@/lib/settings/schema.ts'

const context: Context = {
  actor: { kind: 'system', name: 'test' },
  requestId: newId(),
  address: null,
  userAgent: null,
}
let agent: TestAgent

beforeAll(async () => {
  agent = await startTestAgent()
})

afterAll(async () => {
  await agent.kill()
  await endTestProcesses()
})

async function createReady(
  engine: string,
  initSettings: { name: string; value: string }[] = [],
): Promise<string> {
  const { defaultProjectId } = await ensureInstallation()
  const { id } = await createInstance.execute(context, {
    projectId: defaultProjectId,
    name: `settings ${newId().slice(0, 8)}`,
    engine,
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: 'app',
    password: 'Sturdy-Oak-4711',
    initSettings,
  })
  await isReady(id)
  return id
}

async function isReady(id: string): Promise<void> {
  await waitUntil(
    async () => {
      const { status, statusReason } = await loadInstance(id)
      if (status === 'error') throw new Error(`The instance is in error: ${statusReason ?? ''}`)
      return status === 'ready'
    },
    { timeoutMs: 90_000, intervalMs: 20, label: 'the instance to be ready' },
  )
}

function change(
  id: string,
  settings: Record<string, string>,
  rest: { restart?: 'now' | 'later'; settingNames?: string[] } = {},
) {
  return updateSettings.execute(context, {
    instanceId: id,
    mode: 'merge',
    settings: Object.entries(settings).map(([name, value]) => ({ name, value })),
    ...rest,
  })
}

function settings(id: string): Promise<SettingsDto> {
  return getSettings.execute(context, { instanceId: id })
}

/** What the engine itself says that it has, asked apart from the agent. */
async function inEngine(id: string, name: string): Promise<string> {
  const instance = await loadInstance(id)
  const node = primaryOf(instance)
  const packs = (await testPacks()).map((pack) => pack)
  const place = { packs, paths: pathsOf(env().dataDir) } as unknown as LocalContext
  const spec = nodeSpec(place, instance, node)
  const driver = driverFor(engineOf(instance.engine).name)
  const observed = await driver.settings.observe(spec, await nodeCredentials(node.id))
  return observed.find((setting) => setting.name === name)?.value ?? ''
}

async function enginePid(id: string): Promise<number | null> {
  const instance = await loadInstance(id)
  const { id: nodeId, packId } = primaryOf(instance)
  const pack = (await testPacks()).find((known) => known.id === packId)
  const program = engineOf(instance.engine).name === 'mysql' ? 'mysqld' : 'postgres'
  const directory = join(pathsOf(env().dataDir).instances, id, nodeId, 'data')
  const ref = await findProcess({ executable: pack?.executables[program] ?? '', directory })
  return ref?.pid ?? null
}

const cases = [
  { engine: 'PostgreSQL-15', hot: ['work_mem', '7'], cold: ['max_connections', '71'] },
  { engine: 'PostgreSQL-17', hot: ['deadlock_timeout', '777'], cold: ['max_connections', '71'] },
  { engine: 'PostgreSQL-18', hot: ['timezone', 'Europe/Paris'], cold: ['max_connections', '71'] },
  { engine: 'MySQL-9.7', hot: ['max_connections', '77'], cold: ['thread_stack', '768'] },
] as const

describe.each(cases)(
  '$engine',
  ({ engine, hot: [hotName, hotValue], cold: [coldName, coldValue] }) => {
    let id: string

    beforeAll(async () => {
      id = await createReady(engine)
    })

    test('a hot change is in the engine within two seconds, without a restart', async () => {
      const before = await enginePid(id)
      const startedAt = monotonicMs()
      await change(id, { [hotName]: hotValue })
      expect((await loadInstance(id)).status).toBe('configuring')
      await isReady(id)
      const tookMs = monotonicMs() - startedAt
      expect(await inEngine(id, hotName)).toBe(hotValue)
      expect(tookMs).toBeLessThan(2_000)
      expect(await enginePid(id)).toBe(before)
      const found = (await settings(id)).settings.find(({ name }) => name === hotName)
      expect(found).toMatchObject({ ownValue: hotValue, observedValue: hotValue, isPending: false })
    })

    test('a change that needs a restart restarts the engine once and is ready then', async () => {
      const before = await enginePid(id)
      await change(id, { [coldName]: coldValue })
      await isReady(id)
      expect(await inEngine(id, coldName)).toBe(coldValue)
      expect(await enginePid(id)).not.toBe(before)
      expect(await settings(id)).toMatchObject({ failure: null, isApplying: false })
    })

    test('a change that may wait is listed, and a restart of the instance brings it about', async () => {
      const before = await enginePid(id)
      await change(id, {}, { settingNames: [coldName], restart: 'later' })
      await isReady(id)
      expect(await enginePid(id)).toBe(before)
      expect(await inEngine(id, coldName)).toBe(coldValue)
      expect((await loadInstance(id)).pendingRestartSettings).toEqual([coldName])
      // A hot change meanwhile does not bring the restart about.
      await change(id, {}, { settingNames: [hotName] })
      await isReady(id)
      expect(await enginePid(id)).toBe(before)
      expect((await loadInstance(id)).pendingRestartSettings).toEqual([coldName])
      await restartInstance.execute(context, { instanceId: id })
      await isReady(id)
      await waitUntil(async () => (await loadInstance(id)).pendingRestartSettings.length === 0, {
        timeoutMs: 10_000,
      })
      const found = (await settings(id)).settings.find(({ name }) => name === coldName)
      expect(await inEngine(id, coldName)).toBe(found?.baseValue)
    })

    test('a kill of the agent right after the change costs nothing but time', async () => {
      await change(id, { [coldName]: coldValue, [hotName]: hotValue })
      await agent.kill()
      agent = await startTestAgent()
      await isReady(id)
      expect(await inEngine(id, coldName)).toBe(coldValue)
      expect(await inEngine(id, hotName)).toBe(hotValue)
    })

    test('a kill of the agent while the engine is down for the restart converges', async () => {
      const before = await enginePid(id)
      await change(id, {}, { settingNames: [coldName] })
      await waitUntil(async () => (await enginePid(id)) !== before, {
        timeoutMs: 30_000,
        intervalMs: 2,
      })
      await agent.kill()
      agent = await startTestAgent()
      await isReady(id)
      const found = (await settings(id)).settings.find(({ name }) => name === coldName)
      expect(await inEngine(id, coldName)).toBe(found?.baseValue)
      expect(await settings(id)).toMatchObject({ failure: null, isApplying: false })
    })
  },
)

describe('an engine that does not start with new settings', () => {
  test('PostgreSQL has the former ones again, says why, and keeps everything else', async () => {
    const id = await createReady('PostgreSQL-17')
    await change(id, { work_mem: '9' })
    await isReady(id)
    await change(id, { max_locks_per_transaction: '2147483647', work_mem: '11' })
    await isReady(id)
    const found = await settings(id)
    expect(found.failure).toMatch(/former ones again/)
    expect(found.failure).toMatch(/FATAL|shared memory/)
    expect(await inEngine(id, 'work_mem')).toBe('9')
    expect(await inEngine(id, 'max_locks_per_transaction')).toBe('64')
    expect(found.settings.find(({ name }) => name === 'work_mem')?.ownValue).toBe('9')
    expect(found.isApplying).toBe(false)
    await change(id, { work_mem: '10' })
    await isReady(id)
    expect((await settings(id)).failure).toBeNull()
  })

  test('also when the restart comes later, by hand', async () => {
    const id = await createReady('PostgreSQL-18')
    await change(id, { max_locks_per_transaction: '2147483647' }, { restart: 'later' })
    await isReady(id)
    await restartInstance.execute(context, { instanceId: id })
    await isReady(id)
    expect((await settings(id)).failure).toMatch(/former ones again/)
    expect(await inEngine(id, 'max_locks_per_transaction')).toBe('64')
  })
})

test('MySQL is made with its initial settings, and they cannot be changed later', async () => {
  const id = await createReady('MySQL-9.7', [{ name: 'lower_case_table_names', value: '1' }])
  expect((await loadInstance(id)).initSettings).toEqual([
    { name: 'lower_case_table_names', value: '1' },
  ])
  await restartInstance.execute(context, { instanceId: id })
  await isReady(id)
  await expect(change(id, { lower_case_table_names: '0' })).rejects.toThrow(
    'lower_case_table_names can only be chosen when the instance is created.',
  )
})
