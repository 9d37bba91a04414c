import type { z } from 'zod'
import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { alreadyExists, invalid, notFound, type AppError } from '@/lib/core/errors.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { newId } from '@/lib/ids/ids.ts'
import { whyConditionIsRefused } from '../condition.ts'
import type { PrincipalRef } from '../delegation.ts'
import type { Rule } from '../evaluator.ts'
import type { NamedDto, PrincipalDto } from '../schema.ts'
import type { PolicyDto, ruleSchema } from './schema.ts'

type CheckedRule = z.output<typeof ruleSchema>

export const policyInclude = {
  member: { select: { id: true, email: true } },
  group: { select: { id: true, name: true } },
  application: { select: { id: true, name: true } },
  rules: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
} as const satisfies Prisma.PolicyInclude

export type PolicyRow = Prisma.PolicyGetPayload<{ include: typeof policyInclude }>

/** What authorisation decides on for a policy. */
export function policyRef(row: { id: string; name: string; organizationId: string }): ResourceRef {
  const { id, name, organizationId } = row
  return { type: 'policy', id, name, projectId: null, organizationId, isKnownToAll: true }
}

/** Whom a policy reaches; null when nobody. */
export function principalOf(row: PolicyRow): PrincipalDto | null {
  const { member, group, application } = row
  if (member) return { kind: 'member', id: member.id, name: member.email }
  if (group) return { kind: 'group', ...group }
  return application && { kind: 'application', ...application }
}

/** Loads a policy or throws `not_found`. */
export async function getPolicyOrThrow(
  database: Database | Transaction,
  policyId: string,
): Promise<PolicyRow> {
  const row = await database.policy.findUnique({ where: { id: policyId }, include: policyInclude })
  if (!row) throw notFound('policy', policyId)
  return row
}

/** Locks the policy for this transaction, then loads it; the resource of its commands. */
export async function lockPolicy(
  tx: Transaction,
  _context: Context,
  input: { policyId: string },
): Promise<{ ref: ResourceRef; record: PolicyRow }> {
  await tx.$queryRaw`SELECT 1 FROM policy WHERE id = ${input.policyId}::uuid FOR UPDATE`
  const record = await getPolicyOrThrow(tx, input.policyId)
  return { ref: policyRef(record), record }
}

/** Throws `conflict` when another policy of the organization has the name. */
export async function requireFreePolicyName(
  tx: Transaction,
  organizationId: string,
  name: string,
): Promise<void> {
  const taken = await tx.policy.findUnique({
    where: { organizationId_name: { organizationId, name } },
    select: { id: true },
  })
  if (taken) throw policyNameTaken(taken.id, name)
}

export function policyNameTaken(id: string, name: string): AppError {
  return alreadyExists('policy', id, `A policy named ${name} already exists.`)
}

/** The columns that name a principal of the organization; throws `not_found` for another one. */
export async function principalColumns(
  tx: Transaction,
  organizationId: string,
  principal: PrincipalRef | null,
): Promise<{ memberId: string | null; groupId: string | null; applicationId: string | null }> {
  const columns = { memberId: null, groupId: null, applicationId: null }
  if (principal === null) return columns
  const { kind, id } = principal
  const where = { id, organizationId }
  const select = { id: true }
  const found = {
    member: () => tx.member.findFirst({ where, select }),
    group: () => tx.group.findFirst({ where, select }),
    application: () => tx.application.findFirst({ where, select }),
  }
  if (!(await found[kind]())) throw notFound(kind, id)
  return { ...columns, [`${kind}Id`]: id }
}

/** Throws `invalid` for a condition that cannot be evaluated, `not_found` for a strange project. */
export async function requireGoodRules(
  tx: Transaction,
  organizationId: string,
  rules: readonly CheckedRule[],
): Promise<void> {
  const refused = rules.flatMap(({ condition }, index) => {
    const message = whyConditionIsRefused(condition)
    const argument = `rules.${String(index)}.condition`
    return message === null ? [] : [{ argument, reason: 'constraint' as const, message }]
  })
  if (refused.length > 0) throw invalid(refused)
  const ids = [...new Set(rules.flatMap(({ projectIds }) => projectIds))]
  const known = await tx.project.findMany({
    where: { id: { in: ids }, organizationId },
    select: { id: true },
  })
  const unknown = ids.find((id) => !known.some((project) => project.id === id))
  if (unknown !== undefined) throw notFound('project', unknown)
}

/** Rules as new rows of a policy, in their order. */
export function toRuleRows(
  rules: readonly CheckedRule[],
): Prisma.PolicyRuleCreateManyPolicyInput[] {
  return rules.map((rule, position) => ({ id: newId(), position, ...rule }))
}

/** A rule as it was given, as the evaluator reads it. */
export function toEvaluated(rule: Omit<CheckedRule, 'position'>): Rule {
  const { permissionSetNames, isOrganizationWide, projectIds, condition } = rule
  return { permissionSetNames, projectIds: isOrganizationWide ? null : projectIds, condition }
}

/** True when the wider rule gives everything that the narrower one gives, on the same condition. */
export function covers(wider: Rule, narrower: Rule): boolean {
  return (
    wider.condition === narrower.condition &&
    narrower.permissionSetNames.every((name) => wider.permissionSetNames.includes(name)) &&
    (wider.projectIds === null ||
      (narrower.projectIds?.every((id) => wider.projectIds?.includes(id) === true) ?? false))
  )
}

/** Turns rows into what console and API show, with the names of the projects they mention. */
export async function toPolicyDtos(
  database: Database | Transaction,
  rows: readonly PolicyRow[],
): Promise<PolicyDto[]> {
  const ids = rows.flatMap(({ rules }) => rules.flatMap(({ projectIds }) => projectIds))
  const projects = await findProjects(database, ids)
  return rows.map((row) => withProjects(row, projects))
}

/** Turns a row into what console and API show. */
export async function toPolicyDto(
  database: Database | Transaction,
  row: PolicyRow,
): Promise<PolicyDto> {
  const ids = row.rules.flatMap(({ projectIds }) => projectIds)
  return withProjects(row, await findProjects(database, ids))
}

function findProjects(
  database: Database | Transaction,
  ids: readonly string[],
): Promise<NamedDto[]> {
  return database.project.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })
}

function withProjects(row: PolicyRow, projects: readonly NamedDto[]): PolicyDto {
  return {
    id: row.id,
    organizationId: row.organizationId,
    name: row.name,
    description: row.description,
    tags: row.tags,
    principal: principalOf(row),
    rules: row.rules.map((rule) => ({
      id: rule.id,
      permissionSetNames: rule.permissionSetNames,
      isOrganizationWide: rule.isOrganizationWide,
      projects: projects.filter(({ id }) => rule.projectIds.includes(id)),
      condition: rule.condition,
    })),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** What the audit log keeps of a policy. */
export function auditedPolicy(row: PolicyRow): Prisma.InputJsonObject {
  const principal = principalOf(row)
  return {
    name: row.name,
    description: row.description,
    tags: row.tags,
    principal: principal && { ...principal },
    rules: row.rules.map(({ permissionSetNames, isOrganizationWide, projectIds, condition }) => ({
      permissionSetNames,
      isOrganizationWide,
      projectIds,
      condition,
    })),
  }
}
