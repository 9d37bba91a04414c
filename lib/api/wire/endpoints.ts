import { isIP } from 'node:net'
import { z } from '@hono/zod-openapi'
import type { EndpointDto } from '@/lib/instances/schema.ts'

export const endpointSchema = z
  .object({
    id: z.uuid(),
    ip: z.string().optional().openapi({ description: 'Present when the host is an address.' }),
    hostname: z.string().optional().openapi({ description: 'Present when the host is a name.' }),
    port: z.int(),
    name: z.string().nullable(),
    load_balancer: z.object({}).optional(),
  })
  .openapi('Endpoint')

/** An endpoint on the wire: the host as address or as name, and the key of its kind. */
export function toEndpoint(endpoint: EndpointDto): z.input<typeof endpointSchema> {
  return {
    id: endpoint.id,
    ...(isIP(endpoint.host) === 0 ? { hostname: endpoint.host } : { ip: endpoint.host }),
    port: endpoint.port,
    name: null,
    load_balancer: {},
  }
}
