import { z } from 'zod'

/** How members sign in through an OpenID Connect provider. */
export interface OidcSettings {
  /** The provider's address, exactly as it names itself. */
  issuer: string
  clientId: string
  clientSecret: string
  /** What the button on the sign-in page calls the provider. */
  name: string
  /** The claim that lists the provider's groups of a person. */
  groupsClaim: string
  /** Only e-mail addresses of these domains may sign in; empty: of all. */
  allowedDomains: readonly string[]
  /** Whether who signs in for the first time becomes a member. */
  autoCreate: boolean
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** HTTPS, because the provider's word is taken for who somebody is; else only on this machine. */
export function isTrustworthy({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname))
}

function isIssuer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && url.search === '' && url.hash === '' && isTrustworthy(url)
}

const domain = /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/

export const oidcVariables = {
  HOLDFAST_OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be an https:// address without query')
    .optional(),
  HOLDFAST_OIDC_CLIENT_ID: z.string().optional(),
  HOLDFAST_OIDC_CLIENT_SECRET: z.string().optional(),
  HOLDFAST_OIDC_NAME: z.string().max(40).default('single sign-on'),
  HOLDFAST_OIDC_GROUPS_CLAIM: z.string().max(200).default('groups'),
  HOLDFAST_OIDC_ALLOWED_DOMAINS: z
    .string()
    .toLowerCase()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine(
      (domains) => domains.every((entry) => domain.test(entry)),
      'must be domains with commas, for example example.org,example.com',
    )
    .default([]),
  HOLDFAST_OIDC_AUTO_CREATE: z.enum(['yes', 'no']).default('no'),
}

type Variables = z.output<z.ZodObject<typeof oidcVariables>>

const needed = [
  'HOLDFAST_OIDC_ISSUER',
  'HOLDFAST_OIDC_CLIENT_ID',
  'HOLDFAST_OIDC_CLIENT_SECRET',
] as const

/** One of the three without the others is a mistake, not a wish. */
export function requireWholeOidc(values: Variables, context: z.RefinementCtx): void {
  const absent = needed.filter((name) => values[name] === undefined)
  if (absent.length === 0 || absent.length === needed.length) return
  for (const name of absent) {
    context.addIssue({ code: 'custom', path: [name], message: `is needed beside ${needed[0]}` })
  }
}

/** The settings in Holdfast's own terms; null when no provider is named. */
export function oidcSettings(values: Variables): OidcSettings | null {
  const {
    HOLDFAST_OIDC_ISSUER: issuer,
    HOLDFAST_OIDC_CLIENT_ID: clientId,
    HOLDFAST_OIDC_CLIENT_SECRET: clientSecret,
  } = values
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null
  return {
    issuer,
    clientId,
    clientSecret,
    name: values.HOLDFAST_OIDC_NAME,
    groupsClaim: values.HOLDFAST_OIDC_GROUPS_CLAIM,
    allowedDomains: values.HOLDFAST_OIDC_ALLOWED_DOMAINS,
    autoCreate: values.HOLDFAST_OIDC_AUTO_CREATE === 'yes',
  }
}
