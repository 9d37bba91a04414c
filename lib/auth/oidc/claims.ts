import { z } from 'zod'

/** What a provider says of a person, as far as it matters here. */
export interface OidcPerson {
  /** Never changes for one person at one provider. */
  subject: string
  /** Lower case; null when there is none or it is no address. */
  email: string | null
  isEmailVerified: boolean
  name: string | null
  groups: readonly string[]
}

const maxGroups = 1_000

const subjectSchema = z.string().min(1).max(255)
const emailSchema = z.email().max(254).toLowerCase()
const nameSchema = z.string().trim().min(1).max(200)
const groupsSchema = z.array(z.string().min(1).max(255)).max(maxGroups)

/**
 * Reads the claims of a person. Providers differ in the shape of some: a verified e-mail may be
 * the word "true", and a single group a text. Null without a usable subject; a list of groups that
 * cannot be understood counts as none, so that nobody keeps rights by a broken claim.
 */
export function readPerson(
  claims: Readonly<Record<string, unknown>>,
  groupsClaim: string,
): OidcPerson | null {
  const subject = subjectSchema.safeParse(claims.sub)
  if (!subject.success) return null
  const verified = claims.email_verified
  const listed = claims[groupsClaim]
  return {
    subject: subject.data,
    email: emailSchema.safeParse(claims.email).data ?? null,
    isEmailVerified: verified === true || verified === 'true',
    name: nameSchema.safeParse(claims.name).data ?? null,
    groups: groupsSchema.safeParse(typeof listed === 'string' ? [listed] : listed).data ?? [],
  }
}

/** The claims inside an ID token that was validated before; empty for what is none. */
export function claimsOfIdToken(idToken: unknown): Record<string, unknown> {
  if (typeof idToken !== 'string') return {}
  try {
    const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8')
    const parsed: unknown = JSON.parse(payload)
    return z.record(z.string(), z.unknown()).safeParse(parsed).data ?? {}
  } catch {
    return {}
  }
}
