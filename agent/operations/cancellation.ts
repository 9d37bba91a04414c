import { isStopping } from '@/agent/operations/stopping.ts'

const controllers = new Map<string, AbortController>()

/** The signal that the work of an open operation watches. */
export function signalOf(operationId: string): AbortSignal {
  let controller = controllers.get(operationId)
  if (!controller) {
    controller = new AbortController()
    if (isStopping()) controller.abort()
    controllers.set(operationId, controller)
  }
  return controller.signal
}

/** Asks the running step of an operation to give up; the next step will not start. */
export function abortOperation(operationId: string): void {
  controllers.get(operationId)?.abort()
}

/** True while a step of any operation has begun and its operation has not ended. */
export function isAnyOperationRunning(): boolean {
  return controllers.size > 0
}

/** Forgets an operation that has ended. */
export function forgetOperation(operationId: string): void {
  controllers.delete(operationId)
}

/** Asks the running step of every operation to give up, because the agent ends. */
export function abortAllOperations(): void {
  for (const controller of controllers.values()) controller.abort()
}
