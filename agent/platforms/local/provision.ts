import { certificateNames } from '@/agent/platforms/local/addresses.ts'
import { ensureCertificate, readCertificate } from '@/agent/platforms/local/certificates.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { answeringNode, ensureEngineRuns } from '@/agent/platforms/local/engine.ts'
import {
  driverOf,
  loadInstance,
  nodeCredentials,
  nodeSpec,
  primaryOf,
  type LocalInstance,
  type LocalNode,
} from '@/agent/platforms/local/load.ts'
import {
  checkThrough,
  closeEndpoints,
  ensureEndpointsOpen,
  openNewEndpoint,
} from '@/agent/platforms/local/endpoint.ts'
import { reservePorts } from '@/agent/platforms/local/reserve.ts'
import {
  deleteSecret,
  readSecret,
  secretNames,
  writeSecret,
} from '@/agent/platforms/local/secrets.ts'
import { StepFailure, type RunStep } from '@/agent/platforms/platform.ts'
import { moveInstance } from '@/agent/operations/instance-status.ts'
import { withLock } from '@/agent/process/lock.ts'
import { recordFirstInventory } from '@/agent/reconcilers/inventory-record.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'
import { initialPasswordSecret } from '@/lib/instances/commands/create.ts'
import { engineOf } from '@/lib/instances/engines.ts'

const endpointCheckMs = 10_000

/** The steps that bring a new instance to life on this machine. */
export async function provision(
  context: LocalContext,
  instanceId: string,
  step: RunStep,
): Promise<void> {
  await step('reserve-ports', () => reservePorts(context, instanceId))
  await step('issue-certificate', async () => {
    await ensureCertificate(context, instanceId)
    return undefined
  })
  await step('prepare-data', () => prepareData(context, instanceId))
  await step('start-engine', ({ signal }) => startEngine(context, instanceId, signal))
  await step('create-user', ({ signal }) => createUser(context, instanceId, signal))
  await step('open-endpoint', () => openNewEndpoint(context, instanceId))
  await step('verify-endpoint', ({ signal }) => verifyEndpoint(context, instanceId, signal))
  await step('finish', () => finish(instanceId))
}

async function prepareData(context: LocalContext, instanceId: string): Promise<string> {
  const instance = await loadInstance(instanceId)
  const node = primaryOf(instance)
  const spec = nodeSpec(context, instance, node)
  return withLock(`node:${node.id}`, async () => {
    const owner = `node:${node.id}`
    if (await readSecret(owner, secretNames.superuserPassword)) {
      if (await driverOf(instance).isInitialised(spec)) return 'Ready.'
    }
    const { password, isPrepared } = await context.pool.claim(
      spec.pack,
      spec.directory,
      spec.initSettings,
    )
    await writeSecret(db(), owner, secretNames.superuserPassword, password)
    await context.pool.forgetPassword(spec.directory)
    await db().node.update({ where: { id: node.id }, data: { packId: spec.pack.id } })
    return isPrepared ? 'Took a prepared data directory.' : 'Made a new data directory.'
  })
}

async function startEngine(
  context: LocalContext,
  instanceId: string,
  signal: AbortSignal,
): Promise<string> {
  const instance = await loadInstance(instanceId)
  const node = primaryOf(instance)
  await db().node.update({ where: { id: node.id }, data: { desiredState: 'running' } })
  const [started, opened] = await Promise.allSettled([
    ensureRunning(context, instance, node, signal),
    // Needs as long as an engine that has nothing to replay; whether it worked is a later step's.
    ensureEndpointsOpen(context, instance),
  ])
  if (started.status === 'rejected') {
    // Why the engine did not start matters more than an endpoint that is left to the reconciler.
    if (opened.status === 'fulfilled') {
      await closeEndpoints(context, instance).catch((error: unknown) => {
        logger('platform').warn({ err: error, instanceId }, 'endpoint was not closed')
      })
    }
    throw started.reason
  }
  const { release } = started.value
  await db().node.update({ where: { id: node.id }, data: answeringNode(release) })
  return `${engineOf(instance.engine).label} ${release} answers.`
}

/** Later steps come back here too: the agent may have stopped the engine when it ended itself. */
function ensureRunning(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
  signal: AbortSignal,
): ReturnType<typeof ensureEngineRuns> {
  return withLock(`node:${node.id}`, () => ensureEngineRuns(context, instance, node, signal))
}

async function createUser(
  context: LocalContext,
  instanceId: string,
  signal: AbortSignal,
): Promise<string> {
  const instance = await loadInstance(instanceId)
  const node = primaryOf(instance)
  const [{ spec }, credentials, password] = await Promise.all([
    ensureRunning(context, instance, node, signal),
    nodeCredentials(node.id),
    readSecret(`instance:${instanceId}`, initialPasswordSecret),
  ])
  const driver = driverOf(instance)
  const database = driver.capabilities.defaultDatabase
  const user = instance.initialUserName
  const hasUser = user !== '' && password !== null
  await Promise.all([
    driver.ensureDatabase(spec, credentials, database),
    hasUser && driver.ensureUser(spec, credentials, { name: user, password, isAdmin: true }),
  ])
  if (!hasUser) return `Database ${database}.`
  await driver.setPrivilege(spec, credentials, { user, database, permission: 'all' })
  return `Database ${database}, user ${user}.`
}

/** Signs in through the endpoint as the first user would, over TLS with every check on. */
async function verifyEndpoint(
  context: LocalContext,
  instanceId: string,
  signal: AbortSignal,
): Promise<string> {
  const instance = await loadInstance(instanceId)
  const [password, { authorityPem }] = await Promise.all([
    readSecret(`instance:${instanceId}`, initialPasswordSecret),
    readCertificate(instanceId),
    ensureRunning(context, instance, primaryOf(instance), signal),
    ensureEndpointsOpen(context, instance),
  ])
  const endpoint = instance.endpoints[0]
  if (!endpoint || instance.initialUserName === '' || password === null) {
    return 'No first user to sign in with.'
  }
  const { port } = endpoint
  const { initialUserName: user } = instance
  const driver = driverOf(instance)
  const [serverName = 'localhost'] = certificateNames(context.environment, instanceId).dnsNames
  const { defaultDatabase: database } = driver.capabilities
  const checked = await checkThrough(context, endpoint.id, (host) => {
    const account = { host, port, serverName, authorityPem, user, password, database }
    return driver.checkSignIn(account, endpointCheckMs)
  })
  if (!checked.ok) {
    throw new StepFailure(
      'endpoint_check',
      `Signing in through the endpoint failed: ${checked.reason}`,
    )
  }
  return `Signed in over ${checked.tlsVersion} in ${String(Math.round(checked.tookMs))} ms.`
}

async function finish(instanceId: string): Promise<string | undefined> {
  const instance = await loadInstance(instanceId)
  await recordFirstInventory(instanceId, {
    databaseName: driverOf(instance).capabilities.defaultDatabase,
    userName: instance.initialUserName === '' ? null : instance.initialUserName,
  })
  await moveInstance(instanceId, 'ready')
  await deleteSecret(`instance:${instanceId}`, initialPasswordSecret)
  return undefined
}
