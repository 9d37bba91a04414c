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

export const aclRulesSchema = z.object({ rules: z.array(aclRuleSchema) }).openapi('ACLRules')

export const aclRulePageSchema = z
  .object({ rules: z.array(aclRuleSchema), total_count: z.int() })
  .openapi('ListInstanceACLRulesResponse')

const aclRuleRequestSchema = z
  .object({
    ip: z
      .string()
      .openapi({ description: 'An address or a CIDR range, IPv4 or IPv6.', example: '10.0.0.0/8' }),
    description: z.string().nullish(),
  })
  .openapi('ACLRuleRequest')

export const aclRulesBody = z
  .object({ rules: z.array(aclRuleRequestSchema).nullish() })
  .openapi('ACLRulesRequest')

export const deleteAclRulesBody = z
  .object({ acl_rule_ips: z.array(z.string()).nullish() })
  .openapi('DeleteInstanceACLRulesRequest')

/** What the commands call the rules of a request. */
export function toRules(
  body: z.output<typeof aclRulesBody>,
): { cidr: string; description: string }[] {
  return (body.rules ?? []).map(({ ip, description }) => ({
    cidr: ip,
    description: description ?? '',
  }))
}

/** Rules on the wire, with the port of the public endpoint; 0 while there is none. */
export function toAclRules(
  rules: readonly { cidr: string; description: string }[],
  { endpoints }: Pick<InstanceDto, 'endpoints'>,
): z.input<typeof aclRuleSchema>[] {
  const port = endpoints.find(({ kind }) => kind === 'load_balancer')?.port ?? 0
  return rules.map(({ cidr, description }) => ({
    ip: cidr,
    port,
    protocol: 'tcp',
    direction: 'inbound',
    action: 'allow',
    description,
  }))
}
