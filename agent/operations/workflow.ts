import { DBOS } from '@dbos-inc/dbos-sdk'
import { isControlDatabaseAway, whenReachable } from '@/agent/operations/control-database.ts'
import { forgetOperation } from '@/agent/operations/cancellation.ts'
import { stepRunner } from '@/agent/operations/steps.ts'
import { parkWhenStopping } from '@/agent/operations/stopping.ts'
import type { RunStep } from '@/agent/platforms/platform.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import type { ActionName } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'
import { operationStatuses } from '@/lib/operations/schema.ts'
import { operationMayBecome } from '@/lib/operations/state.ts'

export interface OperationWork {
  kind: ActionName
  /** After this long without its end an operation is shown as stalled; it is not stopped. */
  deadlineMs: number
  run(operation: { id: string; instanceId: string }, step: RunStep): Promise<void>
  /** What becomes of the instance when the work failed; `explanation` is for the user. */
  onFailure(operation: { instanceId: string }, explanation: string): Promise<string>
}

type Workflow = (operationId: string) => Promise<void>

/** Registers the work of one kind of operation as a durable workflow; before DBOS is launched. */
export function defineOperation(work: OperationWork): Workflow {
  return DBOS.registerWorkflow(
    async (operationId: string) => {
      const operation = await begin(operationId, work)
      if (!operation) return
      try {
        await work.run(operation, stepRunner(operationId))
        await DBOS.runStep(() => whenReachable(() => end(operationId, 'succeeded'), Infinity), {
          name: 'record-success',
        })
      } catch (error) {
        await parkWhenStopping()
        await DBOS.runStep(() => whenReachable(() => fail(operation, work, error), Infinity), {
          name: 'record-failure',
        })
      } finally {
        forgetOperation(operationId)
      }
    },
    { name: work.kind },
  )
}

async function begin(
  operationId: string,
  work: OperationWork,
): Promise<{ id: string; instanceId: string } | null> {
  return DBOS.runStep(
    () =>
      whenReachable(async () => {
        const operation = await db().operation.findUnique({ where: { id: operationId } })
        if (!operation || !mayBecome(operation.status, 'running')) return null
        const startedAt = operation.startedAt ?? now()
        await db().operation.update({
          where: { id: operationId },
          data: { status: 'running', startedAt, deadlineAt: addMs(startedAt, work.deadlineMs) },
        })
        return { id: operation.id, instanceId: operation.instanceId }
      }),
    { name: 'record-start' },
  )
}

function mayBecome(from: string, to: 'running' | 'succeeded' | 'failed' | 'cancelled'): boolean {
  const status = operationStatuses.find((known) => known === from)
  return status !== undefined && operationMayBecome(status, to)
}

async function end(operationId: string, status: 'succeeded' | 'failed' | 'cancelled') {
  const open = { id: operationId, status: { in: ['queued', 'running'] } }
  await db().operation.updateMany({
    where: open,
    data: { status, endedAt: now(), stalledAt: null },
  })
}

async function fail(
  operation: { id: string; instanceId: string },
  work: OperationWork,
  error: unknown,
): Promise<void> {
  const row = await db().operation.findUnique({ where: { id: operation.id } })
  if (row?.requestedCancelAt) {
    await end(operation.id, 'cancelled')
    return
  }
  const { code, message } = failureOf(error)
  if (code === 'internal') {
    logger('operations').error({ err: error, operationId: operation.id }, 'operation failed')
  }
  const errorMessage = await work.onFailure(operation, message).catch((cause: unknown) => {
    if (isControlDatabaseAway(cause)) throw cause
    logger('operations').error({ err: cause, operationId: operation.id }, 'failure not explained')
    return message
  })
  await db().operation.updateMany({
    where: { id: operation.id },
    data: { errorCode: code, errorMessage },
  })
  await end(operation.id, 'failed')
}

/** Errors whose message is written for the user. */
const toldErrors: readonly string[] = ['StepFailure', 'EndpointError']

/** Errors of a replayed step have lost their class, so the name tells what they were. */
function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof Error && toldErrors.includes(error.name)) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'failed'
    return { code, message: error.message }
  }
  return {
    code: 'internal',
    message: 'Something unexpected happened. The agent’s log has the details.',
  }
}
