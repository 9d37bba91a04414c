import { authorise } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError, invalid, notFound } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { allActions } from '../catalogue.ts'
import type { RequestFacts } from '../condition.ts'
import { organizationRef, requireInOrganization } from '../organization.ts'
import { containing } from '../paging.ts'
import type { PrincipalDto } from '../schema.ts'
import { explainAction, explainIn } from './explain.ts'
import { findActors, findPrincipal, type KnownPrincipal } from './principals.ts'
import {
  explainPrincipalSchema,
  listPrincipalsSchema,
  whoCanSchema,
  type PrincipalExplanationDto,
  type WhoCanDto,
  type WhoCanEntryDto,
} from './schema.ts'

interface Asked {
  address?: string | undefined
  at?: string | undefined
  userAgent?: string | undefined
}

/** The request that conditions are tried on: the one that is asked about, else the asker's own. */
function factsOf(context: Context, { address, at, userAgent }: Asked): RequestFacts {
  return {
    address: address ?? context.address,
    userAgent: userAgent ?? context.userAgent,
    at: at === undefined ? now() : new Date(at),
  }
}

/**
 * What a member, group or application may do, by project and in the organization, with what allows
 * each action; answered by the evaluator that decides on requests. Oneself always.
 */
export const explainPrincipal = defineQuery({
  name: 'policy.read',
  input: explainPrincipalSchema,
  run: async (context, { kind, id, ...asked }): Promise<PrincipalExplanationDto> => {
    const found = await findPrincipal({ kind, id })
    if (!found) throw notFound(kind, id)
    requireAbout(context, found)
    const { principal, organizationId, isOwner, blockedBecause, groups } = found
    const projects = await db().project.findMany({
      where: { organizationId },
      select: { id: true, name: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
    const facts = factsOf(context, asked)
    return {
      principal,
      isOwner,
      blockedBecause,
      groups,
      scopes: [null, ...projects].map((project) => explainIn(found, facts, project)),
    }
  },
})

/** Throws unless the actor may read policies, or asks about themselves. */
function requireAbout(context: Context, found: KnownPrincipal): void {
  const { actor } = context
  const { principal, organizationId } = found
  const isOwn =
    ('memberId' in actor && actor.memberId === principal.id) ||
    (actor.kind === 'application' && actor.applicationId === principal.id)
  const { kind: type, id, name } = principal
  const ref = { ...organizationRef(organizationId), type, id, name, isKnownToAll: true }
  if (!isOwn) authorise(context, 'policy.read', ref)
}

/**
 * Who may do an action in a project, or in the organization: members and applications, with what
 * allows it; answered by the evaluator that decides on requests.
 */
export const whoCan = defineQuery({
  name: 'policy.read',
  input: whoCanSchema,
  run: async (context, { action: name, projectId, ...asked }): Promise<WhoCanDto> => {
    const { organizationId } = requireInOrganization(context, 'policy.read')
    if (organizationId === undefined) {
      throw new AppError('forbidden', 'Ask as somebody of an organization.')
    }
    const action = allActions.find((known) => known === name)
    if (action === undefined) {
      const message = `${name} is not an action.`
      throw invalid([{ argument: 'action', reason: 'constraint', message }])
    }
    const project =
      projectId === undefined
        ? null
        : await db().project.findFirst({
            where: { id: projectId, organizationId },
            select: { id: true, name: true },
          })
    if (projectId !== undefined && !project) throw notFound('project', projectId)
    const facts = factsOf(context, asked)
    const actors = await findActors(organizationId)
    const entries = actors.flatMap((found) => {
      const { isAllowed, paths } = explainAction(found, facts, action, project)
      const { principal, blockedBecause } = found
      return paths.length === 0 ? [] : [{ principal, isAllowed, blockedBecause, paths }]
    })
    return { action, project, entries: entries.sort(byAllowedThenName) }
  },
})

function byAllowedThenName(left: WhoCanEntryDto, right: WhoCanEntryDto): number {
  if (left.isAllowed !== right.isAllowed) return left.isAllowed ? -1 : 1
  return left.principal.name.localeCompare(right.principal.name, 'en')
}

/** Members, groups and applications by name, for choosing one; at most 200. */
export const listPrincipals = defineQuery({
  name: 'policy.read',
  input: listPrincipalsSchema,
  run: async (context, { search, kinds }): Promise<PrincipalDto[]> => {
    const organization = requireInOrganization(context, 'policy.read')
    const wants = (kind: PrincipalDto['kind']): boolean => kinds?.includes(kind) ?? true
    const named = search === undefined ? {} : { name: containing(search) }
    const take = 200
    const where = { ...organization, ...named }
    const select = { id: true, name: true } as const
    const orderBy = { name: 'asc' } as const
    const members = await db().member.findMany({
      where: {
        ...organization,
        ...(search === undefined
          ? {}
          : { OR: [{ email: containing(search) }, { name: containing(search) }] }),
      },
      select: { id: true, email: true },
      orderBy: { email: 'asc' },
      take: wants('member') ? take : 0,
    })
    const groups = await db().group.findMany({
      where,
      select,
      orderBy,
      take: wants('group') ? take : 0,
    })
    const applications = await db().application.findMany({
      where,
      select,
      orderBy,
      take: wants('application') ? take : 0,
    })
    const found: PrincipalDto[] = [
      ...members.map(({ id, email }) => ({ kind: 'member' as const, id, name: email })),
      ...groups.map((group) => ({ kind: 'group' as const, ...group })),
      ...applications.map((application) => ({ kind: 'application' as const, ...application })),
    ]
    return found.slice(0, take)
  },
})
