import { DBOS } from '@dbos-inc/dbos-sdk'
import { whenReachable } from '@/agent/operations/control-database.ts'
import { parkWhenStopping } from '@/agent/operations/stopping.ts'
import { signalOf } from '@/agent/operations/cancellation.ts'
import { StepFailure, type RunStep } from '@/agent/platforms/platform.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'

/**
 * Makes the step runner of one operation. A step is a durable step of the workflow and a row that
 * the console shows; after a crash the step that was running runs again, the ones before do not.
 */
export function stepRunner(operationId: string): RunStep {
  let nextPosition = 0
  return async (name, act) => {
    const position = nextPosition++
    await DBOS.runStep(
      async () => {
        await parkWhenStopping()
        await whenReachable(() => recordStart(operationId, position, name))
        try {
          // An act may run twice, so a control database that goes away in it costs only time.
          const message = await whenReachable(async () => {
            await refuseWhenCancelled(operationId)
            return act({
              signal: signalOf(operationId),
              say: (text) => whenReachable(() => recordMessage(operationId, position, text)),
            })
          })
          await whenReachable(() => recordEnd(operationId, position, 'succeeded', message))
        } catch (error) {
          await parkWhenStopping()
          const text = error instanceof StepFailure ? error.message : undefined
          await whenReachable(() => recordEnd(operationId, position, 'failed', text))
          throw error
        }
      },
      { name },
    )
  }
}

async function refuseWhenCancelled(operationId: string): Promise<void> {
  const operation = await db().operation.findUnique({
    where: { id: operationId },
    select: { requestedCancelAt: true },
  })
  if (operation?.requestedCancelAt) throw new StepFailure('cancelled', 'Cancelled.')
}

async function recordStart(operationId: string, position: number, name: string): Promise<void> {
  await db().operationStep.upsert({
    where: { operationId_position: { operationId, position } },
    create: { operationId, position, name, status: 'running', startedAt: now() },
    update: { name, status: 'running', endedAt: null, attempts: { increment: 1 } },
  })
}

async function recordMessage(operationId: string, position: number, text: string): Promise<void> {
  await db().operationStep.update({
    where: { operationId_position: { operationId, position } },
    data: { message: text },
  })
}

async function recordEnd(
  operationId: string,
  position: number,
  status: 'succeeded' | 'failed',
  message: string | undefined,
): Promise<void> {
  await db().operationStep.update({
    where: { operationId_position: { operationId, position } },
    data: { status, endedAt: now(), ...(message === undefined ? {} : { message }) },
  })
}
