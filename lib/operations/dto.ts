import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { operationStatuses, stepStatuses } from './schema.ts'
import type { OperationDto, StepDto, StepProgress } from './schema.ts'

export const operationInclude = {
  steps: { orderBy: { position: 'asc' } },
} as const satisfies Prisma.OperationInclude

export type OperationRow = Prisma.OperationGetPayload<{ include: typeof operationInclude }>

/** Turns a row into what console and API show. */
export function toOperationDto(row: OperationRow): OperationDto {
  return {
    id: row.id,
    kind: row.kind,
    status: operationStatuses.find((status) => status === row.status) ?? 'failed',
    projectId: row.projectId,
    instanceId: row.instanceId,
    instanceName: row.instanceName,
    actorName: row.actorName,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    stalledAt: row.stalledAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    steps: row.steps.map(toStepDto),
  }
}

function toStepDto(step: OperationRow['steps'][number]): StepDto {
  return {
    position: step.position,
    name: step.name,
    status: stepStatuses.find((status) => status === step.status) ?? 'failed',
    message: step.message,
    progress: progressOf(step.progress),
    attempts: step.attempts,
    startedAt: step.startedAt.toISOString(),
    endedAt: step.endedAt?.toISOString() ?? null,
  }
}

function progressOf(value: Prisma.JsonValue): StepProgress | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { done, total, unit } = value
  if (typeof done !== 'number') return null
  if (unit !== 'bytes' && unit !== 'lsn' && unit !== 'transactions') return null
  return { done, total: typeof total === 'number' ? total : null, unit }
}
