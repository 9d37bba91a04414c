import { z } from '@hono/zod-openapi'
import type { InstanceDto } from '@/lib/instances/schema.ts'

const aclRuleSchema = z
  .object({
    ip: z.string().openapi({ example: '0.0.0.0/0' }),
    port: z.int(),
    protocol: z.enum(['tcp', 'udp', 'icmp']),
    direction: z.enum(['inbound', 'outbound']),
    action: z.enum(['allow', 'deny']),
    description: z.string(),
  })
  .openapi('ACLRule')

export const aclRulePageSchema = z
  .object({ rules: z.array(aclRuleSchema), total_count: z.int() })
  .openapi('ListInstanceACLRulesResponse')

/** The instance's allowed IPs as rules on the wire; port 0 while there is no endpoint. */
export function toAclRules(instance: InstanceDto): z.input<typeof aclRuleSchema>[] {
  return instance.allowedIps.map(({ cidr, description }) => ({
    ip: cidr,
    port: instance.endpoints[0]?.port ?? 0,
    protocol: 'tcp',
    direction: 'inbound',
    action: 'allow',
    description,
  }))
}
