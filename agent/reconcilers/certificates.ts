import { createHash } from 'node:crypto'
import type { ServerCertificate } from '@/agent/engines/driver.ts'
import {
  endOfNewCertificate,
  hasAllNames,
  readCertificate,
  reissueCertificate,
} from '@/agent/platforms/local/certificates.ts'
import { readClientRules, type ClientRules } from '@/agent/platforms/local/client-trust.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { findEngine } from '@/agent/platforms/local/engine.ts'
import {
  driverOf,
  loadInstance,
  loadInstances,
  nodeCredentials,
  nodeSpec,
  type LocalInstance,
  type LocalNode,
} from '@/agent/platforms/local/load.ts'
import { withLock } from '@/agent/process/lock.ts'
import { renewCertificate } from '@/lib/certificates/commands/renew.ts'
import { revokeClientCertificate } from '@/lib/certificates/commands/revoke-client.ts'
import { renewBeforeMs } from '@/lib/certificates/state.ts'
import { addMs, monotonicMs, now } from '@/lib/clock/clock.ts'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import type { Certificate } from '@/lib/generated/prisma/client.ts'
import { newId } from '@/lib/ids/ids.ts'
import { logger } from '@/lib/log/log.ts'

/** Statuses in which an operation has the engine in hand, or nothing runs yet. */
const handledByOperation = new Set(['provisioning', 'initializing', 'restarting', 'deleting'])
/** What customers' admins change by SQL about who must show a certificate does not last longer. */
const driftMs = 10 * 60_000

interface Applied {
  digest: string
  atMs: number
}

/**
 * Keeps certificates good and engines in step with them: renews what was asked for, ends soon or
 * lacks a name, and makes every running engine follow. An engine that this agent has not yet told
 * is told again, because nobody knows how far an agent before it had come.
 */
export class CertificateKeeper {
  readonly #context: LocalContext
  readonly #applied = new Map<string, Applied>()

  constructor(context: LocalContext) {
    this.#context = context
  }

  async reconcile(): Promise<void> {
    const all = await loadInstances()
    const nodeIds = new Set(all.flatMap(({ nodes }) => nodes.map(({ id }) => id)))
    for (const nodeId of this.#applied.keys()) {
      if (!nodeIds.has(nodeId)) this.#applied.delete(nodeId)
    }
    const instances = all.filter(({ status }) => !handledByOperation.has(status))
    await revokeOfGoneUsers(instances)
    const ids = instances.map(({ id }) => id)
    const [certificates, rules] = await Promise.all([
      db().certificate.findMany({ where: { instanceId: { in: ids } } }),
      readClientRules(ids),
    ])
    await Promise.all(
      instances.map(async (instance) => {
        const certificate = certificates.find(({ instanceId }) => instanceId === instance.id)
        const ownRules = rules.get(instance.id)
        if (!certificate || !ownRules) return
        await this.#tend(instance, certificate, ownRules).catch((error: unknown) => {
          const { id: instanceId } = instance
          logger('certificates').warn({ err: error, instanceId }, 'certificates are not applied')
        })
      }),
    )
  }

  async #tend(instance: LocalInstance, stored: Certificate, rules: ClientRules): Promise<void> {
    try {
      const certificate = await this.#renewed(instance, stored)
      const isServed = await this.#applyToNodes(instance, certificate, rules)
      if (isServed) await recordSuccess(instance.id, certificate, rules)
    } catch (error) {
      await recordFailure(instance.id, error)
      throw error
    }
  }

  /** The certificate as it shall be served. */
  async #renewed(instance: LocalInstance, stored: Certificate): Promise<Certificate> {
    const where = { instanceId: instance.id }
    let certificate = stored
    if (!certificate.renewalRequestedAt && (await this.#isDue(instance, certificate))) {
      await renewCertificate.execute(agentContext(), where)
      certificate = await db().certificate.findUniqueOrThrow({ where })
    }
    const { renewalRequestedAt, createdAt } = certificate
    if (!renewalRequestedAt || createdAt >= renewalRequestedAt) return certificate
    await reissueCertificate(this.#context, instance, certificate)
    return db().certificate.findUniqueOrThrow({ where })
  }

  async #isDue(instance: LocalInstance, certificate: Certificate): Promise<boolean> {
    if (instance.status === 'locked') return false
    if (!hasAllNames(this.#context, instance, certificate)) return true
    if (certificate.notAfter > addMs(now(), renewBeforeMs)) return false
    // One that ends with its authority gains nothing.
    return (await endOfNewCertificate()) > certificate.notAfter
  }

  /** Returns whether any engine runs; one that does not starts with everything as it shall be. */
  async #applyToNodes(
    instance: LocalInstance,
    certificate: Certificate,
    rules: ClientRules,
  ): Promise<boolean> {
    const digest = digestOf(instance, certificate, rules)
    let isServed = false
    for (const node of instance.nodes) {
      if (node.desiredState !== 'running') continue
      const applied = this.#applied.get(node.id)
      const isOld = applied !== undefined && monotonicMs() - applied.atMs > driftMs
      const isStale = applied?.digest !== digest || (isOld && rules.users.length > 0)
      const runs = isStale
        ? await withLock(`node:${node.id}`, () => this.#apply(instance.id, node.id, rules))
        : true
      if (!runs) continue
      if (isStale) this.#applied.set(node.id, { digest, atMs: monotonicMs() })
      isServed = true
    }
    return isServed
  }

  /** Looks again under the lock: the instance may have been stopped or moved meanwhile. */
  async #apply(instanceId: string, nodeId: string, rules: ClientRules): Promise<boolean> {
    const instance = await loadInstance(instanceId)
    const node = instance.nodes.find(({ id }) => id === nodeId)
    if (!node || !(await this.#runs(instance, node))) return false
    const certificate: ServerCertificate = await readCertificate(instanceId)
    const cut = rules.revoked.filter(({ isRefused }) => !isRefused)
    await driverOf(instance).applyCertificates(
      nodeSpec(this.#context, instance, node),
      await nodeCredentials(nodeId),
      certificate,
      cut,
    )
    return true
  }

  async #runs(instance: LocalInstance, node: LocalNode): Promise<boolean> {
    if (node.desiredState !== 'running' || handledByOperation.has(instance.status)) return false
    const spec = nodeSpec(this.#context, instance, node)
    return (await findEngine(driverOf(instance), spec)) !== null
  }
}

function agentContext(): Context {
  const actor = { kind: 'system', name: 'agent' } as const
  return { actor, requestId: newId(), address: null, userAgent: null }
}

function digestOf(
  instance: LocalInstance,
  { certificatePem }: Certificate,
  { revoked, users, hasAuthority }: ClientRules,
): string {
  const serials = revoked.map(({ serialNumber }) => serialNumber)
  const parts = [certificatePem, serials, users, hasAuthority, instance.requireTls]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** A new user of the same name would inherit the certificates of one who is gone. */
async function revokeOfGoneUsers(instances: readonly LocalInstance[]): Promise<void> {
  const readAt = new Map(
    instances.flatMap(({ id, inventoryReadAt }) =>
      inventoryReadAt ? [[id, inventoryReadAt]] : [],
    ),
  )
  const certificates = await db().clientCertificate.findMany({
    where: { instanceId: { in: [...readAt.keys()] }, revokedAt: null },
  })
  if (certificates.length === 0) return
  const users = await db().databaseUser.findMany({
    where: { instanceId: { in: certificates.map(({ instanceId }) => instanceId) } },
    select: { instanceId: true, name: true },
  })
  const present = new Set(users.map(({ instanceId, name }) => `${instanceId} ${name}`))
  for (const { id: clientCertificateId, instanceId, userName, createdAt } of certificates) {
    const isRead = (readAt.get(instanceId) ?? createdAt) > createdAt
    if (!isRead || present.has(`${instanceId} ${userName}`)) continue
    await revokeClientCertificate.execute(agentContext(), { instanceId, clientCertificateId })
  }
}

async function recordSuccess(
  instanceId: string,
  { certificatePem, renewalRequestedAt }: Certificate,
  { revoked, impossibleNames, hasAuthority }: ClientRules,
): Promise<void> {
  if (renewalRequestedAt) {
    await db().certificate.updateMany({
      where: { instanceId, certificatePem, renewalRequestedAt },
      data: { renewalRequestedAt: null, renewedAt: now(), renewalFailure: null },
    })
  }
  const refused = revoked.filter(({ isRefused }) => !isRefused)
  if (refused.length > 0) {
    await db().clientCertificate.updateMany({
      where: { serialNumber: { in: refused.map(({ serialNumber }) => serialNumber) } },
      data: { refusedAt: now() },
    })
  }
  if (!hasAuthority) return
  const names = impossibleNames.join(', ')
  const failure =
    names === ''
      ? null
      : `No access rule can hold these names, so their users need no certificate: ${names}.`
  const authority = await db().clientAuthority.findUnique({ where: { instanceId } })
  if (authority?.failure === failure) return
  await db().clientAuthority.updateMany({ where: { instanceId }, data: { failure } })
}

async function recordFailure(instanceId: string, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : 'it did not answer'
  const failure = `The engine does not follow yet; Holdfast tries again. ${reason}`
  await db().certificate.updateMany({
    where: { instanceId, renewalRequestedAt: { not: null } },
    data: { renewalFailure: failure },
  })
  await db().clientAuthority.updateMany({ where: { instanceId }, data: { failure } })
}
