import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import type { Context } from '@/lib/core/context.ts'
import { now } from '@/lib/clock/clock.ts'
import { db, type Transaction } from '@/lib/db/db.ts'
import type { OidcSettings } from '@/lib/env/oidc.ts'
import type { Member } from '@/lib/generated/prisma/client.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createSession } from '../sessions.ts'
import { readPerson, type OidcPerson } from './claims.ts'
import { syncGroups } from './group-sync.ts'
import type { OidcRefusal } from './refusals.ts'

interface Request {
  requestId: string
  address: string
  userAgent: string | null
}

type SignedIn =
  { ok: true; sessionId: string; memberId: string } | { ok: false; reason: OidcRefusal }

/**
 * Opens a session for the person whom the provider has vouched for, and makes their groups those
 * that the provider names. Claims must come from a validated answer of the configured provider.
 *
 * A person is known by the provider's subject. A new one becomes the member with the same verified
 * e-mail, unless that member is another person of the provider already; else, when the settings
 * say so, a member of their own without rights but those of groups. Everything is audited, refusals
 * too.
 */
export async function signInWithOidc(
  settings: OidcSettings,
  request: Request,
  claims: Readonly<Record<string, unknown>>,
): Promise<SignedIn> {
  const context: Context = { actor: { kind: 'anonymous' }, ...request }
  const person = readPerson(claims, settings.groupsClaim)
  if (person === null) return refuse(context, settings, null, null, 'incomplete')
  return db().$transaction(async (tx) => {
    // One after the other: two at once must not become the same member, nor make one twice.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('holdfast.oidc'))`
    const found = await findMember(tx, settings, person)
    if ('reason' in found) return refuse(context, settings, person, found.member, found.reason)
    const member =
      found.member === null
        ? await makeMember(tx, context, settings, person, found.email)
        : await linkMember(tx, context, settings, person, found.member)
    await syncGroups(tx, context, member, person.groups)
    await tx.member.update({ where: { id: member.id }, data: { lastSignInAt: now() } })
    const sessionId = await createSession(tx, member.id, request)
    await writeAuditEntry(tx, context, {
      action: 'session.create',
      outcome: 'allowed',
      resource: refOf(member),
      after: { provider: settings.issuer },
    })
    return { ok: true, sessionId, memberId: member.id }
  })
}

type Found =
  | { member: Member }
  | { member: null; email: string }
  | { member: Member | null; reason: OidcRefusal }

async function findMember(
  tx: Transaction,
  settings: OidcSettings,
  person: OidcPerson,
): Promise<Found> {
  const { issuer: oidcIssuer, allowedDomains, autoCreate } = settings
  const known = await tx.member.findUnique({
    where: { oidcIssuer_oidcSubject: { oidcIssuer, oidcSubject: person.subject } },
  })
  const email = person.isEmailVerified ? person.email : null
  const domain = email?.slice(email.lastIndexOf('@') + 1)
  const isAllowed =
    allowedDomains.length === 0 || (domain !== undefined && allowedDomains.includes(domain))
  if (known) {
    if (known.lockedAt) return { member: known, reason: 'locked' }
    return isAllowed ? { member: known } : { member: known, reason: 'domain' }
  }
  if (email === null) return { member: null, reason: 'unverified' }
  if (!isAllowed) return { member: null, reason: 'domain' }
  const namesake = await tx.member.findUnique({ where: { email } })
  if (!namesake) return autoCreate ? { member: null, email } : { member: null, reason: 'unknown' }
  if (namesake.lockedAt) return { member: namesake, reason: 'locked' }
  return namesake.oidcSubject === null
    ? { member: namesake }
    : { member: namesake, reason: 'taken' }
}

function refOf({ id, email: name, organizationId }: Member) {
  return { type: 'member', id, name, projectId: null, organizationId }
}

async function makeMember(
  tx: Transaction,
  context: Context,
  settings: OidcSettings,
  person: OidcPerson,
  email: string,
): Promise<Member> {
  const { organizationId } = await ensureInstallation()
  const { issuer: oidcIssuer } = settings
  const member = await tx.member.create({
    data: {
      id: newId(),
      organizationId,
      email,
      name: person.name ?? email,
      oidcIssuer,
      oidcSubject: person.subject,
    },
  })
  await writeAuditEntry(tx, context, {
    action: 'member.create',
    outcome: 'allowed',
    resource: refOf(member),
    after: { email, isOwner: false, provider: oidcIssuer, subject: person.subject },
  })
  return member
}

async function linkMember(
  tx: Transaction,
  context: Context,
  settings: OidcSettings,
  person: OidcPerson,
  member: Member,
): Promise<Member> {
  if (member.oidcSubject !== null) return member
  const { issuer: oidcIssuer } = settings
  const { subject: oidcSubject } = person
  const linked = await tx.member.update({
    where: { id: member.id },
    // Who proves the e-mail through the provider needs the link of the invitation no more.
    data: { oidcIssuer, oidcSubject, inviteTokenHash: null, inviteExpiresAt: null },
  })
  await writeAuditEntry(tx, context, {
    action: 'member.link',
    outcome: 'allowed',
    resource: refOf(member),
    after: { provider: oidcIssuer, subject: oidcSubject },
  })
  return linked
}

async function refuse(
  context: Context,
  settings: OidcSettings,
  person: OidcPerson | null,
  member: Member | null,
  reason: OidcRefusal,
): Promise<SignedIn> {
  const name = person?.email ?? person?.subject ?? null
  const nobody = { type: 'member', id: null, name, projectId: null, organizationId: '' }
  await writeAuditEntry(db(), context, {
    action: 'session.create',
    outcome: 'refused',
    resource: member ? refOf(member) : nobody,
    after: { provider: settings.issuer, subject: person?.subject ?? null, reason },
  })
  return { ok: false, reason }
}
