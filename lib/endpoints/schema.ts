import { z } from 'zod'

/** Public and filtered by the allowed IPs, or on a private network of the machine and not. */
export const endpointKinds = ['load_balancer', 'private_network'] as const
export type EndpointKind = (typeof endpointKinds)[number]

export const createEndpointSchema = z
  .strictObject({
    instanceId: z.uuid(),
    kind: z.enum(endpointKinds, { error: 'Choose a public or a private endpoint.' }),
    privateNetworkId: z.uuid('Choose a network.').optional(),
    /** Left out: the machine's first address in the network. */
    bindAddress: z
      .union([z.ipv4(), z.ipv6()], { error: 'Enter an IP address of the network.' })
      .optional(),
  })
  .superRefine((input, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (input.kind === 'private_network') {
      if (input.privateNetworkId === undefined) refuse('privateNetworkId', 'Choose a network.')
      return
    }
    const message = 'A public endpoint has no network of its own.'
    if (input.privateNetworkId !== undefined) refuse('privateNetworkId', message)
    if (input.bindAddress !== undefined) refuse('bindAddress', message)
  })
export type CreateEndpointInput = z.input<typeof createEndpointSchema>

export const endpointRefSchema = z.strictObject({ endpointId: z.uuid() })

export const migrateEndpointSchema = z.strictObject({
  endpointId: z.uuid(),
  /** The instance that gets the endpoint. */
  instanceId: z.uuid('Choose an instance.'),
})

export interface PrivateNetworkDto {
  id: string
  cidr: string
  interfaceName: string
  /** The machine's own addresses in the network. */
  addresses: string[]
  /** Only this machine is in it. */
  isLoopback: boolean
  /** The network was there when the agent last looked. */
  isPresent: boolean
}
