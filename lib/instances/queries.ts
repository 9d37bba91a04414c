import { z } from 'zod'
import { authorise, projectScope } from '@/lib/core/authorise.ts'
import { AppError } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { operationInclude, toOperationDto } from '@/lib/operations/dto.ts'
import type { OperationDto } from '@/lib/operations/schema.ts'
import { whyNodeTypeDoesNotFit, type Capacity } from './capacity.ts'
import { listEngineVersions, readCapacity, type EngineVersionDto } from './catalogue.ts'
import { engineFacts } from './engines.ts'
import { getInstanceOrThrow, instanceInclude, instanceRef, toInstanceDto } from './internal.ts'
import { nodeTypes, type NodeType } from './node-types.ts'
import { instanceRefSchema, listInstancesSchema } from './schema.ts'
import type { InstanceDto, InstanceOrder, InstancePage } from './schema.ts'

/** Instances that the actor may read, filtered, ordered and paged. */
export const listInstances = defineQuery({
  name: 'instance.read',
  input: listInstancesSchema,
  run: async (context, input): Promise<InstancePage> => {
    const scope = projectScope(context.actor, 'instance.read')
    const and: Prisma.InstanceWhereInput[] = []
    if (scope.organizationId !== null) {
      and.push({ project: { organizationId: scope.organizationId } })
    }
    if (scope.projectIds !== 'all') and.push({ projectId: { in: [...scope.projectIds] } })
    if (input.projectId !== undefined) and.push({ projectId: input.projectId })
    if (input.organizationId !== undefined) {
      and.push({ project: { organizationId: input.organizationId } })
    }
    if (input.name) and.push({ name: { contains: input.name, mode: 'insensitive' } })
    if (input.tags?.length) and.push({ tags: { hasEvery: input.tags } })
    if (input.engine) and.push({ engine: { startsWith: engineFacts[input.engine].label } })
    if (input.status) and.push({ status: input.status })
    if (input.hasMaintenances === true) and.push({ id: { in: [] } })
    const where: Prisma.InstanceWhereInput = { AND: and }
    const [rows, totalCount] = await Promise.all([
      db().instance.findMany({
        where,
        include: instanceInclude,
        orderBy: orderOf(input.order),
        skip: (input.page - 1) * input.pageSize,
        take: input.pageSize,
      }),
      db().instance.count({ where }),
    ])
    const operations = await shownOperations(rows)
    return {
      instances: rows.map((row) => toInstanceDto(row, operations.get(row.id) ?? null)),
      totalCount,
      readAt: now().toISOString(),
    }
  },
})

/** One instance with its nodes, endpoints and the operation that concerns it now. */
export const getInstance = defineQuery({
  name: 'instance.read',
  input: instanceRefSchema,
  run: async (context, { instanceId }): Promise<InstanceDto> => {
    const row = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'instance.read', instanceRef(row))
    const operations = await shownOperations([row])
    return toInstanceDto(row, operations.get(row.id) ?? null)
  },
})

export interface NodeTypeDto extends NodeType {
  available: boolean
  /** Why it does not fit now, in a sentence; null when it does. */
  reason: string | null
}

export interface CreateOptions {
  engineVersions: EngineVersionDto[]
  nodeTypes: NodeTypeDto[]
  capacity: Capacity | null
}

/** What can be created on this machine now: engine versions, node types and what is left. */
export const getCreateOptions = defineQuery({
  name: 'engine.read',
  input: z.strictObject({}),
  run: async ({ actor }): Promise<CreateOptions> => {
    // The machine belongs to no project: whoever may read engines in any project may see it.
    const { projectIds } = projectScope(actor, 'engine.read')
    if (projectIds !== 'all' && projectIds.length === 0) {
      throw new AppError('forbidden', 'You do not have the permission for this.', {
        kind: 'permission',
        resource: 'engine',
        action: 'engine.read',
      })
    }
    const [engineVersions, capacity] = await Promise.all([
      listEngineVersions(db()),
      readCapacity(db()),
    ])
    return {
      engineVersions,
      capacity,
      nodeTypes: nodeTypes.map((type) => {
        const reason = capacity
          ? whyNodeTypeDoesNotFit(type, capacity)
          : 'The agent has not reported this machine yet.'
        return { ...type, available: reason === null, reason }
      }),
    }
  },
})

function orderOf(order: InstanceOrder): Prisma.InstanceOrderByWithRelationInput[] {
  const tie = { id: 'asc' } as const
  switch (order) {
    case 'created_at_asc':
    case 'region':
      return [{ createdAt: 'asc' }, tie]
    case 'created_at_desc':
      return [{ createdAt: 'desc' }, tie]
    case 'name_asc':
      return [{ name: 'asc' }, tie]
    case 'name_desc':
      return [{ name: 'desc' }, tie]
    case 'status_asc':
      return [{ status: 'asc' }, tie]
    case 'status_desc':
      return [{ status: 'desc' }, tie]
  }
}

/** The open operation of each instance, or its last one when the instance is in error. */
async function shownOperations(
  rows: readonly { id: string; status: string }[],
): Promise<Map<string, OperationDto>> {
  const inError = rows.filter((row) => row.status === 'error').map((row) => row.id)
  const operations = await db().operation.findMany({
    where: {
      OR: [
        { instanceId: { in: rows.map((row) => row.id) }, status: { in: ['queued', 'running'] } },
        { instanceId: { in: inError }, status: 'failed' },
      ],
    },
    include: operationInclude,
    orderBy: [{ createdAt: 'asc' }],
  })
  return new Map(operations.map((row) => [row.instanceId, toOperationDto(row)]))
}
