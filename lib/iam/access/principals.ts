import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { toRule, type PrincipalRef } from '../delegation.ts'
import type { Rule } from '../evaluator.ts'
import type { NamedDto, PrincipalDto } from '../schema.ts'

/** A rule with where it comes from. */
export interface KnownRule extends Rule {
  ruleId: string
  /** Counts from 1. */
  ruleNumber: number
  policy: NamedDto
  group: NamedDto | null
}

/** A principal with the rules of all policies that reach it. */
export interface KnownPrincipal {
  principal: PrincipalDto
  organizationId: string
  isOwner: boolean
  /** Why nothing of this can be used now, in a sentence; null when it can. */
  blockedBecause: string | null
  groups: NamedDto[]
  rules: KnownRule[]
}

/** A principal that acts itself, as groups do not. */
export interface KnownActor extends KnownPrincipal {
  principal: PrincipalDto & { kind: 'member' | 'application' }
}

const withRules = {
  include: { rules: { orderBy: [{ position: 'asc' }, { id: 'asc' }] } },
} as const satisfies Prisma.PolicyDefaultArgs
const withGroups = {
  select: { group: { include: { policies: withRules } } },
  orderBy: { group: { name: 'asc' } },
} as const
const ofActor = { policies: withRules, groups: withGroups } as const

type PolicyRow = Prisma.PolicyGetPayload<typeof withRules>

/** Loads a principal with what reaches it; null when there is none. */
export async function findPrincipal({ kind, id }: PrincipalRef): Promise<KnownPrincipal | null> {
  const where = { id }
  if (kind === 'member') {
    const row = await db().member.findUnique({ where, include: ofActor })
    return row && toMember(row)
  }
  if (kind === 'application') {
    const row = await db().application.findUnique({ where, include: ofActor })
    return row && toApplication(row)
  }
  const row = await db().group.findUnique({ where, include: { policies: withRules } })
  return row && toGroup(row)
}

/** All members and applications of an organization with what reaches them. */
export async function findActors(organizationId: string): Promise<KnownActor[]> {
  const where = { organizationId }
  const [members, applications] = await Promise.all([
    db().member.findMany({ where, include: ofActor }),
    db().application.findMany({ where, include: ofActor }),
  ])
  return [...members.map(toMember), ...applications.map(toApplication)]
}

function toMember(row: Prisma.MemberGetPayload<{ include: typeof ofActor }>): KnownActor {
  const { id, email: name, organizationId, isOwner } = row
  const isPending = row.passwordHash === null && row.oidcSubject === null
  return {
    principal: { kind: 'member', id, name },
    organizationId,
    isOwner,
    blockedBecause: row.lockedAt
      ? `${name} is locked.`
      : isPending
        ? `${name} has not accepted the invitation yet.`
        : null,
    ...reaching(row),
  }
}

function toApplication(row: Prisma.ApplicationGetPayload<{ include: typeof ofActor }>): KnownActor {
  const { id, name, organizationId } = row
  const principal = { kind: 'application', id, name } as const
  return { principal, organizationId, isOwner: false, blockedBecause: null, ...reaching(row) }
}

function toGroup(row: {
  id: string
  name: string
  organizationId: string
  policies: PolicyRow[]
}): KnownPrincipal {
  const { id, name, organizationId, policies } = row
  return {
    principal: { kind: 'group', id, name },
    organizationId,
    isOwner: false,
    blockedBecause: null,
    groups: [],
    rules: policies.flatMap((policy) => toRules(policy, null)),
  }
}

function reaching(row: {
  policies: PolicyRow[]
  groups: { group: { id: string; name: string; policies: PolicyRow[] } }[]
}): { groups: NamedDto[]; rules: KnownRule[] } {
  const own = row.policies.flatMap((policy) => toRules(policy, null))
  const groups = row.groups.map(({ group: { id, name } }) => ({ id, name }))
  const ofGroups = row.groups.flatMap(({ group: { id, name, policies } }) =>
    policies.flatMap((policy) => toRules(policy, { id, name })),
  )
  return { groups, rules: [...own, ...ofGroups] }
}

function toRules({ id, name, rules }: PolicyRow, group: NamedDto | null): KnownRule[] {
  return rules.map((rule, index) => ({
    ...toRule(rule),
    ruleId: rule.id,
    ruleNumber: index + 1,
    policy: { id, name },
    group,
  }))
}
