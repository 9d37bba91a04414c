import { z } from 'zod'

export const operationStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type OperationStatus = (typeof operationStatuses)[number]

export const stepStatuses = ['running', 'succeeded', 'failed'] as const
export type StepStatus = (typeof stepStatuses)[number]

/** Measured progress of a step; never a guess. */
export interface StepProgress {
  done: number
  total: number | null
  unit: 'bytes' | 'lsn' | 'transactions'
}

export interface StepDto {
  position: number
  name: string
  status: StepStatus
  message: string | null
  progress: StepProgress | null
  attempts: number
  startedAt: string
  endedAt: string | null
}

export interface OperationDto {
  id: string
  kind: string
  status: OperationStatus
  projectId: string
  instanceId: string
  instanceName: string
  actorName: string
  errorCode: string | null
  errorMessage: string | null
  /** Set once the work takes longer than its deadline; it goes on all the same. */
  stalledAt: string | null
  createdAt: string
  startedAt: string | null
  endedAt: string | null
  steps: StepDto[]
}

export interface OperationPage {
  operations: OperationDto[]
  totalCount: number
  readAt: string
}

export const listOperationsSchema = z.strictObject({
  projectId: z.uuid().optional(),
  instanceId: z.uuid().optional(),
  status: z.enum(operationStatuses).optional(),
  page: z.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.number().int().min(1).max(100).default(50),
})
export type ListOperationsInput = z.input<typeof listOperationsSchema>

export const operationRefSchema = z.strictObject({ operationId: z.uuid() })
