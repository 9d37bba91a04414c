import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { DBOS } from '@dbos-inc/dbos-sdk'
import pg from 'pg'
import { createHaproxyEndpoints } from '@/agent/endpoints/haproxy/haproxy.ts'
import { noEndpoints } from '@/agent/endpoints/none.ts'
import { createPool } from '@/agent/engines/pool.ts'
import { abortAllOperations, isAnyOperationRunning } from '@/agent/operations/cancellation.ts'
import { startDispatcher } from '@/agent/operations/dispatcher.ts'
import { instanceCreate } from '@/agent/operations/instance-create.ts'
import { instanceDelete } from '@/agent/operations/instance-delete.ts'
import { instanceRestart } from '@/agent/operations/instance-restart.ts'
import { beginStopping } from '@/agent/operations/stopping.ts'
import { workflowLogger } from '@/agent/operations/workflow-logger.ts'
import { loadPacks } from '@/agent/packs/registry.ts'
import { ensureAuthority } from '@/agent/platforms/local/certificates.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { loadInstances } from '@/agent/platforms/local/load.ts'
import { createLocalPlatform } from '@/agent/platforms/local/platform.ts'
import { CertificateKeeper } from '@/agent/reconcilers/certificates.ts'
import { EndpointKeeper } from '@/agent/reconcilers/endpoints.ts'
import { ExtensionKeeper, reportExtensions } from '@/agent/reconcilers/extensions.ts'
import { InventoryKeeper } from '@/agent/reconcilers/inventory.ts'
import { tendNodes } from '@/agent/reconcilers/logs.ts'
import { reportMachine, reportPacks } from '@/agent/reconcilers/machine.ts'
import { reportNetworks } from '@/agent/reconcilers/networks.ts'
import { NodeSupervisor } from '@/agent/reconcilers/nodes.ts'
import { startPeriodic, type Reconciler } from '@/agent/reconcilers/periodic.ts'
import { tallyEndpoints } from '@/agent/reconcilers/tally.ts'
import { SettingsKeeper } from '@/agent/reconcilers/settings.ts'
import { listenForWakes } from '@/agent/reconcilers/wake.ts'
import { stopInstances } from '@/agent/shutdown.ts'
import { warmUp } from '@/agent/warm-up.ts'
import { holdFileLock } from '@/agent/process/file-lock.ts'
import { now } from '@/lib/clock/clock.ts'
import { secretBox } from '@/lib/crypto/installation.ts'
import { controlDatabaseUrl, env } from '@/lib/env/env.ts'
import { logger } from '@/lib/log/log.ts'
import { pathsOf } from '@/lib/paths/paths.ts'

const heartbeatMs = 5_000
const probeMs = 1_000
const endpointMs = 2_000
const settingsMs = 2_000
const tallyMs = 5_000
const inventoryMs = 2_000
const poolMs = 5_000
const logsMs = 60_000
const certificatesMs = 5_000
const preparedPerPack = 2
/** Half a minute: a long operation must not keep the pool empty. */
const maxRefillsLeftOut = 6

/** The same in every release: a workflow of another version would never be resumed. */
const workflowVersion = '1'

/** Connections that stay open, so that no operation begins with opening them. */
function workflowConnections(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: controlDatabaseUrl(),
    application_name: 'holdfast workflows',
    max: 8,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 0,
    keepAlive: true,
  })
  pool.on('error', (error) => {
    logger('agent').warn({ err: error }, 'a connection to the control database was lost')
  })
  return pool
}

async function start(): Promise<void> {
  const log = logger('agent')
  const startedAt = now()
  const environment = env()
  const paths = pathsOf(environment.dataDir)
  for (const directory of [paths.instances, paths.endpoints, paths.pool]) {
    await mkdir(directory, { recursive: true, mode: 0o711 })
  }
  await mkdir(paths.run, { recursive: true, mode: 0o700 })
  await holdFileLock(join(paths.run, 'agent.lock'))
  const { packs, unavailable } = await loadPacks({
    packsDir: await realpath(paths.packs),
    extraPaths: environment.enginePaths,
  })
  const proxy = packs.find(({ product }) => product === 'haproxy')
  const context: LocalContext = {
    environment,
    paths,
    packs,
    endpoints: proxy ? createHaproxyEndpoints({ pack: proxy }) : noEndpoints,
    pool: createPool(paths.pool, await secretBox()),
  }
  await ensureAuthority()
  await reportPacks(packs, unavailable, proxy !== undefined)
  await reportExtensions(packs)

  const platform = createLocalPlatform(context)
  const workflows = {
    'instance.create': instanceCreate(platform),
    'instance.restart': instanceRestart(platform),
    'instance.delete': instanceDelete(platform),
  }
  DBOS.setConfig({
    name: 'holdfast',
    systemDatabaseUrl: controlDatabaseUrl(),
    systemDatabasePool: workflowConnections(),
    executorID: 'local',
    applicationVersion: workflowVersion,
    logger: workflowLogger(),
  })
  await DBOS.launch()

  const ending = new AbortController()
  const reconcilers: Reconciler[] = []
  let refillsLeftOut = 0
  const supervisor = new NodeSupervisor(
    context,
    () => {
      nodes.wake()
    },
    ending.signal,
  )
  const nodes = startPeriodic('nodes', probeMs, () => supervisor.reconcile())
  const endpointKeeper = new EndpointKeeper(context)
  const endpoints = startPeriodic('endpoints', endpointMs, () => endpointKeeper.reconcile())
  const keeper = new CertificateKeeper(context)
  const certificates = startPeriodic('certificates', certificatesMs, () => keeper.reconcile())
  const extensionKeeper = new ExtensionKeeper(context)
  const extensions = startPeriodic('extensions', settingsMs, () => extensionKeeper.reconcile())
  const settingsKeeper = new SettingsKeeper(context, ending.signal)
  const settings = startPeriodic('settings', settingsMs, () => settingsKeeper.reconcile())
  const inventoryKeeper = new InventoryKeeper(context)
  const inventory = startPeriodic('inventory', inventoryMs, () => inventoryKeeper.reconcile())
  reconcilers.push(
    nodes,
    inventory,
    settings,
    extensions,
    endpoints,
    certificates,
    startPeriodic('tally', tallyMs, () => tallyEndpoints(context)),
    startPeriodic('networks', heartbeatMs, reportNetworks),
    startPeriodic('machine', heartbeatMs, () => reportMachine(paths.instances, startedAt)),
    startPeriodic('logs', logsMs, () => tendNodes(context)),
    startPeriodic('pool', poolMs, async () => {
      // A user waits for an operation; nobody waits for the pool while it still has something.
      if (refillsLeftOut < maxRefillsLeftOut && isAnyOperationRunning()) refillsLeftOut += 1
      else {
        refillsLeftOut = 0
        await context.pool.refill(packs, preparedPerPack, ending.signal)
      }
    }),
  )
  const dispatcher = startDispatcher(controlDatabaseUrl(), workflows)
  const wakes = listenForWakes(controlDatabaseUrl(), {
    endpoints: (instanceId) => {
      if (instanceId === null) endpoints.wake()
      else {
        endpointKeeper.attend(instanceId).catch((error: unknown) => {
          log.warn({ err: error, instanceId }, 'endpoints were not attended to')
        })
      }
      certificates.wake()
    },
    extensions: (instanceId) => {
      if (instanceId === null) extensions.wake()
      else extensionKeeper.attend(instanceId)
    },
    settings: (instanceId) => {
      if (instanceId === null) settings.wake()
      else settingsKeeper.attend(instanceId)
    },
    certificates: () => {
      certificates.wake()
    },
    inventory: (instanceId) => {
      if (instanceId === null) inventory.wake()
      else inventoryKeeper.wake(instanceId)
      certificates.wake()
    },
  })
  log.info({ packs: packs.map(({ id }) => id) }, 'agent is running')

  let isEnding = false
  const end = async (): Promise<void> => {
    if (isEnding) return
    isEnding = true
    beginStopping()
    ending.abort()
    abortAllOperations()
    await Promise.all([dispatcher.stop(), wakes.stop()])
    await Promise.all(reconcilers.map((reconciler) => reconciler.stop()))
    await Promise.all([
      supervisor.settle(),
      endpointKeeper.settle(),
      settingsKeeper.settle(),
      extensionKeeper.settle(),
    ])
    await inventoryKeeper.settle()
    if (environment.stop === 'engines') {
      const instances = await loadInstances().catch(() => supervisor.lastSeen())
      await stopInstances(context, instances)
    }
    log.info('agent has stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      end().catch((error: unknown) => {
        log.fatal({ err: error }, 'agent did not stop cleanly')
        process.exit(1)
      })
    })
  }
  await warmUp(context)
}

start().catch((error: unknown) => {
  logger('agent').fatal({ err: error }, 'agent did not start')
  process.exit(1)
})
