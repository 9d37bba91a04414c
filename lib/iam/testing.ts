import { makeCaller, type Caller } from '@/lib/api/testing.ts'
import { createSession, loadSessionActor } from '@/lib/auth/sessions.ts'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import type { RuleInput } from './policies/schema.ts'
import type { PrincipalInput } from './schema.ts'

export interface Home {
  organizationId: string
  projectId: string
}

/** The member behind a test's caller. */
export function memberOf({ actor }: Caller): string {
  if (actor.kind !== 'api_key') throw new Error('expected the key of a member')
  return actor.memberId
}

/** A member without any policy. */
export function makePowerless(home: Home): Promise<Caller> {
  return makeCaller(home, { permissionSetNames: [] })
}

/** Writes a policy straight into the database, whatever anybody may. */
export async function givePolicy(
  home: Home,
  principal: PrincipalInput,
  ...rules: Partial<RuleInput>[]
): Promise<string> {
  const id = newId()
  await db().policy.create({
    data: {
      id,
      organizationId: home.organizationId,
      name: id,
      [`${principal.kind}Id`]: principal.id,
      rules: {
        create: rules.map((rule, position) => ({
          id: newId(),
          position,
          permissionSetNames: rule.permissionSetNames ?? [],
          isOrganizationWide: rule.projectIds === undefined,
          projectIds: rule.projectIds ?? [],
          condition: rule.condition ?? '',
        })),
      },
    },
  })
  return id
}

/** A request of a test, from one address. */
export const request = { address: '192.0.2.1', userAgent: 'test' }

/** Opens a session of the caller's member. */
export function openSession(caller: Caller): Promise<string> {
  return db().$transaction((tx) => createSession(tx, memberOf(caller), request))
}

/** The context of a request that comes with a session. */
export async function contextOfSession(sessionId: string): Promise<Context> {
  const actor = await loadSessionActor(sessionId, request)
  if (!actor) throw new Error('expected a session')
  return { actor, requestId: newId(), ...request }
}
