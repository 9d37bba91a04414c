import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { notFound } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { lockInstance, type InstanceRow } from '@/lib/instances/resource.ts'

export type EndpointRow = InstanceRow['endpoints'][number]

/** Only seen lately, a network can be bound to; the agent looks every few seconds. */
export const networkFreshMs = 60_000

/** What authorisation decides on for an endpoint: those who may not read it learn of no instance. */
export function endpointRef(endpoint: { id: string }, instance: InstanceRow): ResourceRef {
  return {
    type: 'endpoint',
    id: endpoint.id,
    name: instance.name,
    projectId: instance.projectId,
    organizationId: instance.project.organizationId,
  }
}

/** Locks the instance that the endpoint belongs to, then loads both; the resource of commands. */
export async function lockEndpoint(
  tx: Transaction,
  context: Context,
  { endpointId }: { endpointId: string },
): Promise<{ ref: ResourceRef; record: { endpoint: EndpointRow; instance: InstanceRow } }> {
  const found = await tx.endpoint.findUnique({
    where: { id: endpointId },
    select: { instanceId: true },
  })
  if (!found) throw notFound('endpoint', endpointId)
  const { record: instance } = await lockInstance(tx, context, found)
  // It may have moved or gone while another command had the instance.
  const endpoint = instance.endpoints.find(({ id }) => id === endpointId)
  if (!endpoint) throw notFound('endpoint', endpointId)
  return { ref: endpointRef(endpoint, instance), record: { endpoint, instance } }
}

/** Asks the agent for a certificate with the names that the instance has now. */
export async function requestCertificate(tx: Transaction, instanceId: string): Promise<void> {
  await tx.certificate.updateMany({
    where: { instanceId, renewalRequestedAt: null },
    data: { renewalRequestedAt: now() },
  })
  await tx.$executeRaw`SELECT pg_notify('holdfast_wake', ${`certificates ${instanceId}`})`
}
