import { moveInstance } from '@/agent/operations/instance-status.ts'
import type { ObservedSetting } from '@/agent/engines/live-settings.ts'
import { isRefusal } from '@/agent/engines/refusal.ts'
import { readCertificate } from '@/agent/platforms/local/certificates.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import {
  answeringNode,
  ensureEngineRuns,
  findEngine,
  stopEngine,
} from '@/agent/platforms/local/engine.ts'
import { holdEndpoints, releaseEndpoints } from '@/agent/platforms/local/hold.ts'
import {
  driverOf,
  loadInstance,
  nodeCredentials,
  nodeSpec,
  primaryOf,
  type LocalInstance,
  type LocalNode,
} from '@/agent/platforms/local/load.ts'
import { restartOrder } from '@/agent/platforms/local/restart-order.ts'
import {
  engineWords,
  formerSettings,
  recordReturn,
  toJson,
} from '@/agent/platforms/local/settings-record.ts'
import { PerInstance } from '@/agent/reconcilers/per-instance.ts'
import { isLocked, withLock } from '@/agent/process/lock.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'
import { catalogueOf, findSetting } from '@/lib/settings/catalogue/catalogue.ts'
import {
  appliedList,
  nodeValuesOf,
  overridesIn,
  parseSettings,
  wantedValues,
} from '@/lib/settings/list.ts'

/** Statuses in which the engine is nobody's but its clients'. */
const attended = new Set(['ready', 'configuring', 'disk_full'])
const observeMs = 30_000
const explainLines = 40

/**
 * Keeps engines at the settings of their instances: writes them, makes the running engine take
 * those that it can, restarts it for the others unless they may wait, and takes a change back that
 * the engine refuses. Looks at what the engine really has; every part may be repeated.
 */
export class SettingsKeeper extends PerInstance {
  constructor(context: LocalContext, signal: AbortSignal) {
    super('settings', (instance) => keep(context, instance, signal))
  }
}

function isChanged(instance: LocalInstance): boolean {
  return instance.settingsGeneration !== instance.settingsObservedGeneration
}

function mayRest(instance: LocalInstance): boolean {
  const readAt = instance.settingsReadAt?.getTime() ?? 0
  return !isChanged(instance) && now().getTime() - readAt < observeMs
}

async function keep(
  context: LocalContext,
  instance: LocalInstance,
  signal: AbortSignal,
): Promise<void> {
  if (!attended.has(instance.status) || signal.aborted || mayRest(instance)) return
  const node = instance.nodes.find(({ role }) => role === 'primary')
  if (node?.desiredState !== 'running') return
  const isAtRest = node.health === 'healthy' && !isLocked(`node:${node.id}`)
  if (!isChanged(instance) && !isAtRest) return
  await withLock(`node:${node.id}`, () => converge(context, instance.id, signal))
}

/** Called under the node's lock. */
async function converge(
  context: LocalContext,
  instanceId: string,
  signal: AbortSignal,
): Promise<void> {
  const instance = await loadInstance(instanceId)
  if (!attended.has(instance.status)) return
  const node = primaryOf(instance)
  const driver = driverOf(instance)
  const spec = nodeSpec(context, instance, node)
  // One that does not run is started with its settings by whoever watches over it.
  if (!(await findEngine(driver, spec))) return
  const credentials = await nodeCredentials(node.id)
  let observed = await driver.settings.observe(spec, credentials)
  const isHot = (name: string): boolean =>
    findSetting(catalogueOf(instance.engine), name)?.isHot !== false
  const wrong = (hot: boolean): ObservedSetting[] =>
    observed.filter(({ name, isEffective }) => !isEffective && isHot(name) === hot)
  if (isChanged(instance) || wrong(true).length > 0) {
    await driver.configure(spec, await readCertificate(instance.id))
    const refusal = await driver.settings.apply(spec, credentials).then(
      () => null,
      (error: unknown) => {
        if (isRefusal(error)) return error.message
        throw error
      },
    )
    observed = await driver.settings.observe(spec, credentials)
    const notTaken = wrong(true).map(({ name }) => name)
    if (isChanged(instance) && (refusal !== null || notTaken.length > 0)) {
      const words = engineWords(await driver.tailLog(spec, explainLines))
      const message =
        refusal ?? [`The engine did not take ${notTaken.join(', ')}.`, ...words].join('\n')
      if (formerSettings(instance) !== null) {
        await recordReturn(instance, `${message}\nIt has the former settings again.`)
        return converge(context, instanceId, signal)
      }
      logger('settings').error({ instanceId, message }, 'settings are not effective')
    }
  }
  const mayWait = new Set(instance.pendingRestartSettings)
  const needed = wrong(false).filter(({ name }) => !mayWait.has(name))
  if (isChanged(instance) && needed.length > 0) {
    await restartFor(context, instance, needed, signal)
    const restarted = await loadInstance(instanceId)
    const after = await driver.settings.observe(nodeSpec(context, restarted, node), credentials)
    await settle(restarted, after)
    return
  }
  await settle(instance, observed)
}

/** Restarts the nodes of the instance that have something else; new connections wait meanwhile. */
async function restartFor(
  context: LocalContext,
  instance: LocalInstance,
  needed: readonly ObservedSetting[],
  signal: AbortSignal,
): Promise<void> {
  const wanted = wantedValues(
    instance.engine,
    overridesIn(instance.settings),
    nodeValuesOf(instance),
  )
  const changes = needed.map(({ name, value }) => ({
    name,
    from: value,
    to: wanted.get(name) ?? '',
  }))
  await holdEndpoints(context, instance)
  try {
    for (const node of restartOrder(instance.nodes, changes)) {
      await restartNode(context, instance, node, signal)
    }
  } finally {
    await releaseEndpoints(context, instance.id)
  }
}

async function restartNode(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
  signal: AbortSignal,
): Promise<void> {
  const healthReason = 'The engine restarts for changed settings.'
  await db().node.updateMany({
    where: { id: node.id },
    data: { health: 'starting', healthReason, healthChangedAt: now() },
  })
  await stopEngine(context, instance, node)
  const { release } = await ensureEngineRuns(context, instance, node, signal)
  await db().node.updateMany({
    where: { id: node.id },
    data: { ...answeringNode(release), restartCount: { increment: 1 } },
  })
}

/** Records what the engine has, and that nothing is left to do but what waits for a restart. */
async function settle(
  instance: LocalInstance,
  observed: readonly ObservedSetting[],
): Promise<void> {
  const catalogue = catalogueOf(instance.engine)
  const waiting = observed
    .filter(
      ({ name, isEffective }) => !isEffective && findSetting(catalogue, name)?.isHot === false,
    )
    .map(({ name }) => name)
    .sort()
  const applied = appliedList(
    parseSettings(instance.settings),
    parseSettings(instance.appliedSettings),
    waiting,
  )
  const { count } = await db().instance.updateMany({
    where: { id: instance.id, settingsGeneration: instance.settingsGeneration },
    data: {
      settingsObservedGeneration: instance.settingsGeneration,
      pendingRestartSettings: waiting,
      appliedSettings: toJson(applied),
      observedSettings: observed.map(({ name, value }) => ({ name, value })),
      settingsReadAt: now(),
    },
  })
  if (count === 1 && instance.status === 'configuring') await moveInstance(instance.id, 'ready')
}
