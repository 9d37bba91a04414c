import { DBOS } from '@dbos-inc/dbos-sdk'
import pg from 'pg'
import { abortOperation } from '@/agent/operations/cancellation.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'

export type Workflows = Readonly<Record<string, (operationId: string) => Promise<void>>>

export interface Dispatcher {
  stop(): Promise<void>
}

const pollMs = 2_000
const reconnectMs = 500

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
      const workflow = workflows[operation.kind]
      if (!workflow || started.has(operation.id) || stopped) continue
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

  const listener = listen(databaseUrl, wake)
  const timer = setInterval(wake, pollMs)
  wake()
  return {
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await listener.stop()
      await running
    },
  }
}

async function markStalled(): Promise<void> {
  await db().operation.updateMany({
    where: { status: 'running', stalledAt: null, deadlineAt: { lt: now() } },
    data: { stalledAt: now() },
  })
}

function listen(databaseUrl: string, onNotify: () => void): { stop(): Promise<void> } {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const connect = (): void => {
    if (stopped) return
    const next = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
    let lost = false
    const again = (): void => {
      if (lost) return
      lost = true
      next.end().catch(() => undefined)
      timer = setTimeout(connect, reconnectMs)
    }
    next.on('notification', onNotify)
    next.on('error', again)
    next.on('end', again)
    client = next
    next
      .connect()
      .then(() => next.query('LISTEN holdfast_operation'))
      .then(onNotify)
      .catch(again)
  }
  connect()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
