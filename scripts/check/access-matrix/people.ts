import { makeOrganization, systemContext } from '@/lib/api/testing.ts'
import { loadSessionActor } from '@/lib/auth/sessions.ts'
import type { Context } from '@/lib/core/context.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { createApiKey } from '@/lib/iam/api-keys/commands/create.ts'
import { newId } from '@/lib/ids/ids.ts'

/** Everybody who tries everything. */
export const people = [
  'anonymous',
  'expired session',
  'viewer',
  'backup operator',
  'operator',
  'full access elsewhere',
  'full access',
  'owner',
] as const
export type Person = (typeof people)[number]

/** One place with everybody in it; `elsewhereId` is another project of the organization. */
export interface Cast {
  organizationId: string
  projectId: string
  elsewhereId: string
  /** The secret of the person's API key; null for nobody's. An expired session has an expired key. */
  secrets: Readonly<Record<Person, string | null>>
  /** The context of a request that the person's browser makes now. */
  contextOf(person: Person): Promise<Context>
}

const request = { address: '192.0.2.7', userAgent: 'access-matrix' }

const permissionSets: Readonly<Partial<Record<Person, string>>> = {
  viewer: 'RelationalDatabasesReadOnly',
  'backup operator': 'RelationalDatabasesBackupOperator',
  operator: 'RelationalDatabasesOperator',
  'full access elsewhere': 'RelationalDatabasesFullAccess',
  'full access': 'RelationalDatabasesFullAccess',
}

/** Makes the place and everybody in it, each with a session and an API key of their own. */
export async function makeCast(): Promise<Cast> {
  const { organizationId, projectId } = await makeOrganization()
  const elsewhereId = newId()
  await db().project.create({ data: { id: elsewhereId, organizationId, name: 'elsewhere' } })
  const made = await Promise.all(
    people.map(async (person) => {
      if (person === 'anonymous') return { person, sessionId: null, secret: null }
      const memberId = await makeMember(person, { organizationId, projectId, elsewhereId })
      const isExpired = person === 'expired session'
      const sessionId = await makeSession(memberId, isExpired)
      return { person, sessionId, secret: await makeKey(memberId, projectId, isExpired) }
    }),
  )
  const secrets = Object.fromEntries(
    made.map(({ person, secret }) => [person, secret]),
  ) as Cast['secrets']
  return {
    organizationId,
    projectId,
    elsewhereId,
    secrets,
    contextOf: async (person) => {
      const sessionId = made.find((one) => one.person === person)?.sessionId ?? null
      const actor = sessionId === null ? null : await loadSessionActor(sessionId, request)
      return { actor: actor ?? { kind: 'anonymous' }, requestId: newId(), ...request }
    },
  }
}

async function makeMember(
  person: Person,
  place: { organizationId: string; projectId: string; elsewhereId: string },
): Promise<string> {
  const { organizationId } = place
  const id = newId()
  // The one whose session has expired would otherwise be allowed everything.
  const isOwner = person === 'owner' || person === 'expired session'
  await db().member.create({
    data: { id, organizationId, email: `${newId()}@example.test`, name: person, isOwner },
  })
  const set = permissionSets[person]
  if (set === undefined) return id
  const project = person === 'full access elsewhere' ? place.elsewhereId : place.projectId
  const rule = { id: newId(), position: 0, permissionSetNames: [set], projectIds: [project] }
  await db().policy.create({
    data: { id: newId(), organizationId, name: newId(), memberId: id, rules: { create: rule } },
  })
  return id
}

async function makeSession(memberId: string, isExpired: boolean): Promise<string> {
  const id = newId()
  const hourMs = 3_600_000
  const expiresAt = addMs(now(), isExpired ? -1 : hourMs)
  await db().authSession.create({ data: { id, memberId, expiresAt } })
  return id
}

async function makeKey(
  memberId: string,
  defaultProjectId: string,
  isExpired: boolean,
): Promise<string> {
  const { secretKey } = await createApiKey.execute(systemContext, { memberId, defaultProjectId })
  if (isExpired) {
    const secretHash = hashToken(secretKey)
    await db().apiKey.update({ where: { secretHash }, data: { expiresAt: addMs(now(), -1) } })
  }
  return secretKey
}
