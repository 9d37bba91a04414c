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
        const isCancelled = await whenReachable(() => recordStart(operationId, position, name))
        try {
          if (isCancelled) throw new StepFailure('cancelled', 'Cancelled.')
          // An act may run twice, so a control database that goes away in it costs only time.
          const message = await whenReachable(() =>
            act({
              signal: signalOf(operationId),
              say: (text) => whenReachable(() => recordMessage(operationId, position, text)),
            }),
          )
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

/**
 * Shows the step as running and returns whether the operation was cancelled, in one round trip.
 * Neither this nor the step's end waits for the disk: the workflow's own record, which follows
 * them, does so for all three, and after a power cut before it the step runs again.
 */
async function recordStart(operationId: string, position: number, name: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ isCancelled: boolean }[]>`
    INSERT INTO "operation_step" ("operation_id", "position", "name", "status", "started_at")
    SELECT ${operationId}::uuid, ${position}::int, ${name}, 'running', ${now()}::timestamptz
    FROM set_config('synchronous_commit', 'off', true) AS "commit" WHERE "commit" = 'off'
    ON CONFLICT ("operation_id", "position") DO UPDATE SET "name" = excluded."name",
      "status" = 'running', "ended_at" = NULL, "attempts" = "operation_step"."attempts" + 1
    RETURNING EXISTS (SELECT FROM "operation" WHERE "id" = ${operationId}::uuid
      AND "requested_cancel_at" IS NOT NULL) AS "isCancelled"`
  return row?.isCancelled ?? false
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
  await db().$executeRaw`
    UPDATE "operation_step" SET "status" = ${status}, "ended_at" = ${now()}::timestamptz,
      "message" = coalesce(${message ?? null}, "message")
    FROM set_config('synchronous_commit', 'off', true) AS "commit"
    WHERE "commit" = 'off' AND "operation_id" = ${operationId}::uuid
      AND "position" = ${position}::int`
}
