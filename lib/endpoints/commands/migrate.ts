import { authorise } from '@/lib/core/authorise.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists, preconditionFailed, transientState } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import {
  getInstanceOrThrow,
  instanceRef,
  toEndpointDto,
  type InstanceRow,
} from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { lockEndpoint, requestCertificate, type EndpointRow } from '../internal.ts'
import { migrateEndpointSchema } from '../schema.ts'
import { endpointKindLabel } from '../state.ts'

/**
 * Moves an endpoint to another instance of the same project and engine: id, host and port stay,
 * its connections are cut, and the allowed IPs stay with the instances. Moving it back is the same
 * call. The row is the wish; the agent leads the endpoint to the new instance.
 */
export const migrateEndpoint = defineCommand({
  name: 'endpoint.migrate',
  input: migrateEndpointSchema,
  resource: async (tx, context, input) => {
    await lockBoth(tx, input)
    return lockEndpoint(tx, context, input)
  },
  run: async (tx, context, input, { endpoint, instance }) => {
    const target = await getInstanceOrThrow(tx, input.instanceId)
    authorise(context, 'endpoint.migrate', instanceRef(target))
    requirePermitted(instance, can.changeEndpoints)
    requirePermitted(target, can.changeEndpoints)
    requireFit(endpoint, instance, target)
    const moved = await tx.endpoint.update({
      where: { id: endpoint.id },
      data: { instanceId: target.id, failure: null },
      include: { privateNetwork: true },
    })
    if (moved.bindAddress !== null) await requestCertificate(tx, target.id)
    return {
      result: toEndpointDto(moved, target.nodes),
      audit: {
        before: { instanceId: instance.id, instanceName: instance.name },
        after: { instanceId: target.id, instanceName: target.name },
      },
      wake: { reconciler: 'endpoints', instanceId: target.id },
    }
  },
})

/** Always in the same order, so that two moves in opposite directions do not wait for each other. */
async function lockBoth(
  tx: Transaction,
  input: { endpointId: string; instanceId: string },
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "instance" WHERE "id" = ${input.instanceId}::uuid
      OR "id" = (SELECT "instance_id" FROM "endpoint" WHERE "id" = ${input.endpointId}::uuid)
    ORDER BY "id" FOR UPDATE`
}

function requireFit(endpoint: EndpointRow, from: InstanceRow, to: InstanceRow): void {
  const refuse = (message: string): Error => preconditionFailed('unknown_precondition', message)
  if (endpoint.closingAt) throw refuse('This endpoint is being removed.')
  if (from.id === to.id) throw refuse(`The endpoint belongs to ${to.name} already.`)
  if (from.projectId !== to.projectId) {
    throw refuse('An endpoint moves between instances of one project.')
  }
  const engine = engineOf(from.engine)
  if (engine.name !== engineOf(to.engine).name) {
    throw refuse(`An endpoint of ${engine.label} moves to another ${engine.label} instance.`)
  }
  const present = to.endpoints.find(({ kind }) => kind === endpoint.kind)
  if (!present) return
  const label = endpointKindLabel(
    endpoint.kind === 'private_network' ? 'private_network' : 'load_balancer',
  ).toLowerCase()
  if (present.closingAt) {
    const message = `The ${label} endpoint of ${to.name} is being removed. Try again in a moment.`
    throw transientState('endpoint', present.id, 'closing', message)
  }
  throw alreadyExists(
    'endpoint',
    present.id,
    `${to.name} has a ${label} endpoint already. Remove it first.`,
  )
}
