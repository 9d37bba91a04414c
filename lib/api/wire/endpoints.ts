import { isIP } from 'node:net'
import { z } from '@hono/zod-openapi'
import { invalid } from '@/lib/core/errors.ts'
import type { CreateEndpointInput } from '@/lib/endpoints/schema.ts'
import { env } from '@/lib/env/env.ts'
import type { EndpointDto } from '@/lib/instances/schema.ts'

export const endpointSchema = z
  .object({
    id: z.uuid(),
    ip: z.string().optional().openapi({ description: 'Present when the host is an address.' }),
    hostname: z.string().optional().openapi({ description: 'Present when the host is a name.' }),
    port: z.int(),
    name: z.string().nullable(),
    load_balancer: z.object({}).optional().openapi({ description: 'Public.' }),
    private_network: z
      .object({
        private_network_id: z.string(),
        service_ip: z.string().openapi({ example: '10.12.1.5/20' }),
        zone: z.string(),
        provisioning_mode: z.enum(['static', 'ipam']),
      })
      .optional()
      .openapi({ description: 'On a network of the machine; allowed IPs do not apply.' }),
  })
  .openapi('Endpoint')

export const endpointSpecSchema = z
  .object({
    load_balancer: z.object({}).nullish(),
    private_network: z
      .object({
        private_network_id: z.string('Name a private network by its id.'),
        service_ip: z
          .string()
          .nullish()
          .openapi({ description: "The machine's address, alone or with /bits." }),
        ipam_config: z
          .object({})
          .nullish()
          .openapi({ description: "The machine's first address in the network." }),
      })
      .nullish(),
  })
  .openapi('EndpointSpec')

export const createEndpointBody = z
  .object({ endpoint_spec: endpointSpecSchema })
  .openapi('CreateEndpointRequest')

export const migrateEndpointBody = z
  .object({ instance_id: z.guid('This is not a UUID.') })
  .openapi('MigrateEndpointRequest')

/** What the command calls a request for an endpoint. */
export function toCreateEndpointInput(
  instanceId: string,
  spec: z.output<typeof endpointSpecSchema>,
): CreateEndpointInput {
  const { load_balancer: publicSpec, private_network: privateSpec } = spec
  if ((publicSpec == null) === (privateSpec == null)) {
    const message = 'Choose either load_balancer or private_network.'
    throw invalid([{ argument: 'endpoint_spec', reason: 'constraint', message }])
  }
  if (privateSpec == null) return { instanceId, kind: 'load_balancer' }
  const address = privateSpec.service_ip?.split('/')[0]
  return {
    instanceId,
    kind: 'private_network',
    privateNetworkId: privateSpec.private_network_id,
    ...(address ? { bindAddress: address } : {}),
  }
}

/** An endpoint on the wire: the host as address or as name, and the key of its kind. */
export function toEndpoint(endpoint: EndpointDto): z.input<typeof endpointSchema> {
  const { privateNetwork, host } = endpoint
  return {
    id: endpoint.id,
    ...(isIP(host) === 0 ? { hostname: host } : { ip: host }),
    port: endpoint.port,
    name: null,
    ...(privateNetwork === null
      ? { load_balancer: {} }
      : {
          private_network: {
            private_network_id: privateNetwork.id,
            service_ip: `${host}/${privateNetwork.cidr.split('/')[1] ?? ''}`,
            zone: `${env().region}-1`,
            provisioning_mode: 'static',
          },
        }),
  }
}
