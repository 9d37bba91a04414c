import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { latest, plain, type CollectedItem } from './item.ts'

/** Permission sets that change things for everybody in the organization. */
const adminSets = new Set(['IAMManager', 'RelationalDatabasesFullAccess'])

const used = { apiKeys: { select: { lastUsedAt: true } } } as const

const policyInclude = {
  rules: { orderBy: { position: 'asc' } },
  member: { select: { name: true, lastSignInAt: true, ...used } },
  application: { select: { name: true, ...used } },
  group: {
    select: {
      name: true,
      members: { select: { member: { select: { lastSignInAt: true, ...used } } } },
      applications: { select: { application: { select: used } } },
    },
  },
} as const satisfies Prisma.PolicyInclude

type PolicyRow = Prisma.PolicyGetPayload<{ include: typeof policyInclude }>
interface Active {
  lastSignInAt?: Date | null
  apiKeys: { lastUsedAt: Date | null }[]
}

function lastActive(principal: Active | null): Date | null {
  if (!principal) return null
  return latest([principal.lastSignInAt, ...principal.apiKeys.map(({ lastUsedAt }) => lastUsedAt)])
}

/** People, programs, their keys and what policies give them, in one organization. */
export async function collectPeople(
  database: Database | Transaction,
  organizationId: string,
): Promise<CollectedItem[]> {
  const where = { organizationId }
  const [organization, projects, members, applications, keys, policies] = await Promise.all([
    database.organization.findUniqueOrThrow({ where: { id: organizationId } }),
    database.project.findMany({ where, select: { id: true, name: true } }),
    database.member.findMany({
      where,
      include: { ...used, policies: named, groups: { include: { group: { select: grouped } } } },
    }),
    database.application.findMany({
      where,
      include: { ...used, policies: named, groups: { include: { group: { select: grouped } } } },
    }),
    database.apiKey.findMany({
      where: { revokedAt: null, OR: [{ member: where }, { application: where }] },
      include: {
        defaultProject: { select: { name: true } },
        member: { select: { name: true } },
        application: { select: { name: true } },
      },
    }),
    database.policy.findMany({ where, include: policyInclude }),
  ])
  const at = { ...plain, place: organization.name }
  const owners = members.filter(({ isOwner, lockedAt }) => isOwner && lockedAt === null)
  const projectNames = new Map(projects.map(({ id, name }) => [id, name]))
  return [
    ...members.map((member): CollectedItem => ({
      ...at,
      kind: 'member',
      id: member.id,
      name: member.email,
      opens: member.isOwner ? ['Owner: everything'] : policyNames(member),
      createdAt: member.createdAt,
      lastUsedAt: lastActive(member),
      isAdmin: member.isOwner,
      isOnlyOwner: owners.length === 1 && owners[0]?.id === member.id,
      href: `/iam/members/${member.id}`,
    })),
    ...applications.map((application): CollectedItem => ({
      ...at,
      kind: 'application',
      id: application.id,
      name: application.name,
      opens: policyNames(application),
      createdAt: application.createdAt,
      lastUsedAt: lastActive(application),
      href: `/iam/applications/${application.id}`,
    })),
    ...keys.map((key): CollectedItem => ({
      ...at,
      kind: 'api_key',
      id: key.accessKey,
      name: key.description === '' ? key.accessKey : key.description,
      opens: [`Rights of ${key.member?.name ?? key.application?.name ?? 'nobody'}`],
      createdAt: key.createdAt,
      lastUsedAt: key.lastUsedAt,
      expiresAt: key.expiresAt,
      href: `/iam/api-keys?search=${encodeURIComponent(key.accessKey)}`,
    })),
    ...policies.map((policy) => ({ ...at, ...policyItem(policy, projectNames) })),
  ]
}

const named = { select: { name: true } } as const
const grouped = { policies: named } as const

function policyNames(principal: {
  policies: { name: string }[]
  groups: { group: { policies: { name: string }[] } }[]
}): string[] {
  const own = principal.policies.map(({ name }) => name)
  const shared = principal.groups.flatMap(({ group }) => group.policies.map(({ name }) => name))
  const names = [...new Set([...own, ...shared])]
  return names.length === 0 ? ['No policy'] : names
}

function policyItem(
  policy: PolicyRow,
  projectNames: ReadonlyMap<string, string>,
): Omit<CollectedItem, keyof typeof plain | 'place'> &
  Pick<CollectedItem, 'isAdmin' | 'hasNoPrincipal'> {
  const { member, group, application, rules } = policy
  const principal = member?.name ?? group?.name ?? application?.name
  const rights = rules.map(({ permissionSetNames, isOrganizationWide, projectIds }) => {
    const names = projectIds.map((id) => projectNames.get(id) ?? 'a deleted project')
    const where = isOrganizationWide ? 'the organization' : names.join(', ')
    return `${permissionSetNames.join(', ')} in ${where}`
  })
  return {
    kind: 'policy',
    id: policy.id,
    name: policy.name,
    opens: [principal === undefined ? 'Reaches nobody' : `Reaches ${principal}`, ...rights],
    createdAt: policy.createdAt,
    lastUsedAt: latest([
      lastActive(member),
      lastActive(application),
      ...(group?.members ?? []).map((entry) => lastActive(entry.member)),
      ...(group?.applications ?? []).map((entry) => lastActive(entry.application)),
    ]),
    isAdmin: rules.some(
      ({ isOrganizationWide, permissionSetNames }) =>
        isOrganizationWide && permissionSetNames.some((name) => adminSets.has(name)),
    ),
    hasNoPrincipal: principal === undefined,
    href: `/iam/policies/${policy.id}`,
  }
}
