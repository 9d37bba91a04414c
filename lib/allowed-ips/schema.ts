import { z } from 'zod'
import { parseCidr } from './cidr.ts'

/** The most rules of one instance, as in the model. */
export const maxAllowedIps = 50
/** More than fit in a list are told apart from a request that is no list of rules at all. */
const maxInRequest = 200

export const everyone = { cidr: '0.0.0.0/0', description: 'Allow All' } as const

/** What a rule is called when nobody says otherwise, as in the model. */
const defaultDescription = 'IP allowed'

export const cidrSchema = z.string().transform((text, context) => {
  const parsed = parseCidr(text)
  if (parsed.ok) return parsed.cidr
  context.addIssue({ code: 'custom', message: parsed.reason })
  return z.NEVER
})

const descriptionSchema = z
  .string()
  .trim()
  .max(200, 'A description has at most 200 characters.')
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'Use printable characters only.')
  .transform((text) => text || defaultDescription)

export const allowedIpRuleSchema = z.strictObject({
  cidr: cidrSchema,
  description: descriptionSchema.default(defaultDescription),
})

/** Rules of which none repeats another, however they are spelled. */
export const allowedIpRulesSchema = z
  .array(allowedIpRuleSchema)
  .max(maxInRequest, `At most ${String(maxAllowedIps)} allowed IPs.`)
  .superRefine((rules, context) => {
    const seen = new Set<string>()
    for (const [index, { cidr }] of rules.entries()) {
      if (seen.has(cidr)) {
        const message = `${cidr} is there twice.`
        context.addIssue({ code: 'custom', path: [index, 'cidr'], message })
      }
      seen.add(cidr)
    }
  })

/** The rules that a new instance starts with. */
export const initialAllowedIpsSchema = allowedIpRulesSchema.max(
  maxAllowedIps,
  `An instance has at most ${String(maxAllowedIps)} allowed IPs.`,
)

export const createAllowedIpsSchema = z.strictObject({
  instanceId: z.uuid(),
  rules: allowedIpRulesSchema.min(1, 'Enter at least one address or range.'),
})

export const replaceAllowedIpsSchema = z.strictObject({
  instanceId: z.uuid(),
  rules: allowedIpRulesSchema,
})

export const updateAllowedIpSchema = z.strictObject({
  instanceId: z.uuid(),
  allowedIpId: z.uuid(),
  cidr: cidrSchema.optional(),
  description: descriptionSchema.optional(),
})

export const deleteAllowedIpsSchema = z.strictObject({
  instanceId: z.uuid(),
  /** Addresses or ranges in any spelling; those that are not on the list are ignored. */
  cidrs: z.array(z.string().max(200)).max(1_000),
})

export const instanceIdSchema = z.strictObject({ instanceId: z.uuid() })

export interface AllowedIpDto {
  id: string
  cidr: string
  description: string
  /** Connections that the rule has let in. */
  hitCount: number
  lastMatchedAt: string | null
  /** Open connections, as last seen. */
  connections: number
  createdAt: string
}

/** An address that was refused within the last hour. */
export interface RefusedAddressDto {
  address: string
  count: number
  lastAt: string
}

export interface AllowedIpListDto {
  instanceId: string
  /** Oldest first. */
  rules: AllowedIpDto[]
  /** The latest change waits for the endpoint. */
  isApplying: boolean
  /** When the latest change was saved; null when there was none since the creation. */
  changedAt: string | null
  /** Time from saving the latest change to its being enforced; null when there was none. */
  enforcedAfterMs: number | null
  /** Families of addresses that the instance's filtered endpoints listen on. */
  families: ('ipv4' | 'ipv6')[]
  refused: RefusedAddressDto[]
  /** Connections refused since the endpoint was made. */
  refusedCount: number
  /** The reader's own address as a range of one; null when it is not known. */
  ownCidr: string | null
}
