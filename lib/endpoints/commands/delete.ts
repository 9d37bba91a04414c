import { defineCommand, type CommandOutcome } from '@/lib/core/command.ts'
import { now } from '@/lib/clock/clock.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { lockEndpoint } from '../internal.ts'
import { endpointRefSchema } from '../schema.ts'

/**
 * Removes an endpoint: the agent closes it, cuts its connections and then forgets it. An instance
 * may have none at all. A second removal changes nothing.
 */
export const deleteEndpoint = defineCommand({
  name: 'endpoint.delete',
  input: endpointRefSchema,
  resource: lockEndpoint,
  run: async (tx, _context, _input, { endpoint, instance }): Promise<CommandOutcome<null>> => {
    requirePermitted(instance, can.changeEndpoints)
    if (endpoint.closingAt) return { result: null, audit: {} }
    await tx.endpoint.update({ where: { id: endpoint.id }, data: { closingAt: now() } })
    const { kind, port, bindAddress } = endpoint
    return {
      result: null,
      audit: { before: { instanceId: instance.id, kind, port, bindAddress } },
      wake: { reconciler: 'endpoints', instanceId: instance.id },
    }
  },
})
