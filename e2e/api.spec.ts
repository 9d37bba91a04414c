import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectApi } from './api-client.ts'
import { mysql, psql } from './clients.ts'
import { expect, test } from './fixtures/test.ts'
import { unique } from './vocabulary.ts'

const password = 'Sturdy-Oak-4711'

for (const [engine, client] of [
  ['PostgreSQL-18', psql],
  ['MySQL-9.7', mysql],
] as const) {
  test(`the official client creates, changes, restarts and deletes ${engine}`, async () => {
    const api = await connectApi(
      process.env.HOLDFAST_E2E_ADDRESS ?? '',
      process.env.HOLDFAST_E2E_DATA_DIR ?? '',
    )
    const { engines } = await api.listDatabaseEngines()
    expect(engines.flatMap(({ versions }) => versions.map(({ name }) => name))).toContain(engine)

    const created = await api.createInstance({
      name: unique('sdk'),
      engine,
      userName: 'app',
      password,
      nodeType: 'DB-DEV-XS',
      volumeType: 'lssd',
      volumeSize: 0,
      isHaCluster: false,
      disableBackup: true,
      backupSameRegion: true,
    })
    expect(created.status).toBe('provisioning')
    const ready = await api.waitForInstance({ instanceId: created.id })
    expect(ready.status).toBe('ready')
    const [endpoint] = ready.endpoints
    expect(endpoint?.loadBalancer).toEqual({})

    const directory = await mkdtemp(join(tmpdir(), 'holdfast-sdk-'))
    try {
      const authorityFile = join(directory, 'ca.pem')
      const certificate = await api.getInstanceCertificate({ instanceId: created.id })
      await writeFile(authorityFile, await certificate.text())
      const port = endpoint?.port ?? 0
      const target = { host: '127.0.0.1', port, user: 'app', password, authorityFile }
      expect(await client(target, 'select 40 + 2')).toBe('42')

      const name = unique('sdk-renamed')
      const updated = await api.updateInstance({ instanceId: created.id, name, tags: ['blue'] })
      expect(updated).toMatchObject({ name, tags: ['blue'], status: 'ready' })

      expect(await api.restartInstance({ instanceId: created.id })).toMatchObject({
        status: 'restarting',
      })
      expect((await api.waitForInstance({ instanceId: created.id })).status).toBe('ready')
      expect(await client(target, 'select 40 + 2')).toBe('42')
    } finally {
      await rm(directory, { recursive: true, force: true })
      await api.deleteInstance({ instanceId: created.id })
    }
    await expect(api.waitForInstance({ instanceId: created.id })).rejects.toMatchObject({
      name: 'ResourceNotFoundError',
    })
  })
}
