import type { EngineDriver, NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { driverFor } from '@/agent/engines/drivers.ts'
import type { ExtensionVerbs, FoundExtension } from '@/agent/engines/extensions.ts'
import { isRefusal } from '@/agent/engines/refusal.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import {
  driverOf,
  nodeCredentials,
  nodeSpec,
  type LocalInstance,
} from '@/agent/platforms/local/load.ts'
import { PerInstance } from '@/agent/reconcilers/per-instance.ts'
import { isLocked } from '@/agent/process/lock.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { DatabaseExtension } from '@/lib/generated/prisma/client.ts'
import { logger } from '@/lib/log/log.ts'

const attended = new Set(['ready', 'configuring', 'disk_full'])
const readMs = 30_000

/** Publishes which extensions the packs hold. */
export async function reportExtensions(packs: readonly EnginePack[]): Promise<void> {
  for (const pack of packs) {
    if (pack.product === 'haproxy') continue
    const driver: EngineDriver = driverFor(pack.product)
    if (driver.extensions === null) continue
    const extensions = await driver.extensions.inPack(pack)
    await db().pack.updateMany({
      where: { id: pack.id },
      data: { extensions: extensions.map((extension) => ({ ...extension })) },
    })
  }
}

/** Installs and drops extensions as their rows say, and reads back what the databases have. */
export class ExtensionKeeper extends PerInstance {
  constructor(context: LocalContext) {
    const readAt = new Map<string, number>()
    super('extensions', async (instance) => {
      if (!attended.has(instance.status)) return
      const rows = await db().databaseExtension.findMany({ where: { instanceId: instance.id } })
      const pending = rows.filter(({ status }) => status === 'installing' || status === 'dropping')
      const isDue = monotonicMs() - (readAt.get(instance.id) ?? -readMs) >= readMs
      if (pending.length === 0 && !isDue) return
      if (await keep(context, instance, pending)) readAt.set(instance.id, monotonicMs())
    })
  }
}

/** Returns whether the engine was asked. */
async function keep(
  context: LocalContext,
  instance: LocalInstance,
  pending: readonly DatabaseExtension[],
): Promise<boolean> {
  const verbs = driverOf(instance).extensions
  const node = instance.nodes.find(({ role }) => role === 'primary')
  if (verbs === null) return true
  if (node?.health !== 'healthy' || isLocked(`node:${node.id}`)) return false
  const spec = nodeSpec(context, instance, node)
  const credentials = await nodeCredentials(node.id)
  for (const row of pending) await act(verbs, spec, credentials, row)
  await record(instance.id, await verbs.find(spec, credentials))
  return true
}

async function act(
  verbs: ExtensionVerbs,
  spec: NodeSpec,
  credentials: NodeCredentials,
  row: DatabaseExtension,
): Promise<void> {
  const { instanceId, databaseName, name } = row
  try {
    if (row.status === 'installing') {
      const schema = row.schemaName ?? 'public'
      await verbs.install(spec, credentials, { database: databaseName, name, schema })
    } else {
      const { isCascade } = row
      await verbs.drop(spec, credentials, { database: databaseName, name, isCascade })
      await db().databaseExtension.deleteMany({
        where: { instanceId, databaseName, name, status: 'dropping' },
      })
    }
  } catch (error) {
    if (!isRefusal(error)) {
      logger('extensions').warn({ err: error, instanceId, databaseName, name }, 'failed')
    }
    const failure = isRefusal(error)
      ? error.message
      : 'Something unexpected happened. The agent’s log has the details.'
    await db().databaseExtension.updateMany({
      where: { instanceId, databaseName, name, status: row.status },
      data: { status: 'failed', failure },
    })
  }
}

/** What is there is installed; what is gone has no row, unless it failed to come or shall come. */
async function record(instanceId: string, found: readonly FoundExtension[]): Promise<void> {
  const rows = await db().databaseExtension.findMany({ where: { instanceId } })
  const keyOf = (database: string, name: string): string => `${database}\0${name}`
  const known = new Map(rows.map((row) => [keyOf(row.databaseName, row.name), row]))
  for (const { database, name, version, schema } of found) {
    const row = known.get(keyOf(database, name))
    known.delete(keyOf(database, name))
    if (row?.status === 'dropping') continue
    const isSame = row?.version === version && row.schemaName === schema
    if (isSame && row.status === 'installed') continue
    const present = { version, schemaName: schema, status: 'installed' }
    const key = { instanceId, databaseName: database, name }
    await db().databaseExtension.upsert({
      where: { instanceId_databaseName_name: key },
      create: { ...key, ...present },
      // Why a drop failed stays to be read; a failed installation that is there after all has not.
      update: row?.status === 'installing' ? { ...present, failure: null } : present,
    })
  }
  const gone = [...known.values()].filter(
    ({ status, version }) => status === 'installed' || (status === 'failed' && version !== null),
  )
  for (const { databaseName, name } of gone) {
    await db().databaseExtension.deleteMany({ where: { instanceId, databaseName, name } })
  }
}
