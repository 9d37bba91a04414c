import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists, invalid, transientState } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { holds } from '@/lib/allowed-ips/cidr.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import { lockInstance, toEndpointDto, type InstanceRow } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { networkFreshMs, requestCertificate } from '../internal.ts'
import { choosePort, lockPorts } from '../ports.ts'
import { createEndpointSchema, type EndpointKind } from '../schema.ts'
import { endpointKindLabel } from '../state.ts'

/**
 * Gives an instance another endpoint; at most one of each kind. The agent opens it. A private
 * endpoint listens on the engine's own port where that is free, and the server certificate is
 * renewed so that it names the address.
 */
export const createEndpoint = defineCommand({
  name: 'endpoint.create',
  input: createEndpointSchema,
  resource: lockInstance,
  run: async (tx, _context, input, record) => {
    requirePermitted(record, can.changeEndpoints)
    refuseSecond(record, input.kind)
    const address =
      input.kind === 'private_network'
        ? await addressIn(tx, input.privateNetworkId ?? '', input.bindAddress)
        : null
    await lockPorts(tx)
    const port = await choosePort(tx, {
      bindAddress: address,
      preferred: address === null ? null : engineOf(record.engine).port,
    })
    const endpoint = await tx.endpoint.create({
      data: {
        id: newId(),
        instanceId: record.id,
        kind: input.kind,
        port,
        bindAddress: address,
        privateNetworkId: input.privateNetworkId ?? null,
      },
      include: { privateNetwork: true },
    })
    if (address !== null) await requestCertificate(tx, record.id)
    const result = toEndpointDto(endpoint, record.nodes)
    return {
      result,
      audit: {
        after: { endpointId: result.id, kind: result.kind, host: result.host, port: result.port },
      },
      wake: { reconciler: 'endpoints', instanceId: record.id },
    }
  },
})

function refuseSecond(record: InstanceRow, kind: EndpointKind): void {
  const present = record.endpoints.find((endpoint) => endpoint.kind === kind)
  if (!present) return
  const label = endpointKindLabel(kind).toLowerCase()
  if (present.closingAt) {
    const message = `The former ${label} endpoint is being removed. Try again in a moment.`
    throw transientState('endpoint', present.id, 'closing', message)
  }
  const message = `${record.name} has a ${label} endpoint already. Remove it first.`
  throw alreadyExists('endpoint', present.id, message)
}

async function addressIn(
  tx: Transaction,
  privateNetworkId: string,
  requested: string | undefined,
): Promise<string> {
  const network = await tx.privateNetwork.findUnique({ where: { id: privateNetworkId } })
  const refuse = (argument: string, message: string): Error =>
    invalid([{ argument, reason: 'constraint', message }])
  if (!network || network.lastSeenAt.getTime() < now().getTime() - networkFreshMs) {
    throw refuse('privateNetworkId', 'This machine is not in that network. Choose another.')
  }
  const address = requested ?? network.addresses[0] ?? ''
  // Every address of the loopback network is the machine's own.
  const isOwn = network.addresses.includes(address) || network.cidr === '127.0.0.0/8'
  if (isOwn && holds(network.cidr, address)) return address
  throw refuse(
    'bindAddress',
    `This machine does not have ${address} in ${network.cidr}. It has ${network.addresses.join(', ')}.`,
  )
}
