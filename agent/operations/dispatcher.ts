import { setTimeout as delay } from 'node:timers/promises'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { abortOperation } from '@/agent/operations/cancellation.ts'
import { markInstanceFailed } from '@/agent/operations/instance-status.ts'
import { listenTo } from '@/agent/operations/listen.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'

export type Workflows = Readonly<Record<string, (operationId: string) => Promise<void>>>

export interface Dispatcher {
  stop(): Promise<void>
}

const pollMs = 2_000
const stopWaitMs = 5_000

/**
 * Starts the workflow of every queued operation: at once when the command's notification arrives,
 * within two seconds when it was missed. The operation's id is the workflow's id, so starting twice
 * is harmless; operations left running by a crash are started again the same way.
 */
export function startDispatcher(databaseUrl: string, workflows: Workflows): Dispatcher {
  const log = logger('dispatcher')
  const started = new Set<string>()
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let wanted = false

  const dispatch = async (): Promise<void> => {
    const open = await db().operation.findMany({
      where: { status: { in: ['queued', 'running'] } },
      orderBy: { createdAt: 'asc' },
      select: { id: true, kind: true, requestedCancelAt: true },
    })
    for (const operation of open) {
      if (operation.requestedCancelAt) abortOperation(operation.id)
      if (stopped) return
      if (started.has(operation.id)) {
        await closeWhenWorkflowEnded(operation.id)
        continue
      }
      const workflow = workflows[operation.kind]
      if (!workflow) continue
      await DBOS.startWorkflow(workflow, { workflowID: operation.id })(operation.id)
      started.add(operation.id)
    }
    const ids = new Set(open.map(({ id }) => id))
    for (const id of started) if (!ids.has(id)) started.delete(id)
    await markStalled()
  }

  const wake = (): void => {
    if (wanted || stopped) return
    wanted = true
    running = running.then(async () => {
      wanted = false
      await dispatch().catch((error: unknown) => {
        log.warn({ err: error }, 'could not dispatch operations, trying again')
      })
    })
  }

  const listener = listenTo(databaseUrl, 'holdfast_operation', wake)
  const timer = setInterval(wake, pollMs)
  wake()
  return {
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await listener.stop()
      // A call that waits for the control database must not keep the engines from being stopped.
      await Promise.race([running, delay(stopWaitMs)])
    },
  }
}

/** A workflow that ended without its record would leave the instance busy for ever. */
async function closeWhenWorkflowEnded(operationId: string): Promise<void> {
  const workflow = await DBOS.getWorkflowStatus(operationId)
  if (!workflow || workflow.status === 'PENDING' || workflow.status === 'ENQUEUED') return
  const row = await db().operation.findUnique({ where: { id: operationId } })
  if (!row || (row.status !== 'queued' && row.status !== 'running')) return
  const message = 'The operation ended without a result. Retry it.'
  const status = row.requestedCancelAt ? 'cancelled' : 'failed'
  if (status === 'failed') await markInstanceFailed(row.instanceId, message, [])
  await db().operation.updateMany({
    where: { id: operationId, status: { in: ['queued', 'running'] } },
    data: { status, endedAt: now(), errorCode: 'internal', errorMessage: message },
  })
}

async function markStalled(): Promise<void> {
  await db().operation.updateMany({
    where: { status: 'running', stalledAt: null, deadlineAt: { lt: now() } },
    data: { stalledAt: now() },
  })
}
