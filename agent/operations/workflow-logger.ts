import { logger } from '@/lib/log/log.ts'

interface WorkflowLogger {
  info(entry: unknown): void
  debug(entry: unknown): void
  warn(entry: unknown): void
  error(entry: unknown): void
}

/** Sends what the workflow library says to Holdfast's own log; its chatter counts as debug. */
export function workflowLogger(): WorkflowLogger {
  const log = logger('workflows')
  return {
    info: (entry) => {
      log.debug({ entry }, 'info')
    },
    debug: (entry) => {
      log.trace({ entry }, 'debug')
    },
    warn: (entry) => {
      log.warn({ entry }, 'warning')
    },
    error: (entry) => {
      log.error({ entry }, 'error')
    },
  }
}
