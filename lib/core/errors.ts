/** Codes of every expected failure; the same in actions, API and log. */
export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'precondition_failed',
  'quota_exceeded',
  'too_many_requests',
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** Machine-readable part of a failure, from which the API builds its exact bodies. */
export type ErrorDetails =
  | { kind: 'arguments'; arguments: readonly InvalidArgument[] }
  | { kind: 'resource'; resource: string; resourceId: string }
  | { kind: 'already_exists'; resource: string; resourceId: string }
  | { kind: 'transient_state'; resource: string; resourceId: string; currentState: string }
  | { kind: 'permission'; resource: string; action: string }
  | { kind: 'precondition'; precondition: string }
  | { kind: 'out_of_stock'; resource: string }
  | { kind: 'retry_after'; seconds: number }

export interface InvalidArgument {
  argument: string
  reason: 'required' | 'format' | 'constraint' | 'unknown'
  message: string
}

/** An expected failure: its message is written for the user and shown as it is. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails | undefined

  constructor(code: ErrorCode, message: string, details?: ErrorDetails) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** Input that breaks a rule, each with the path of its field. */
export function invalid(invalidArguments: readonly InvalidArgument[]): AppError {
  const first = invalidArguments[0]?.message ?? 'The input is not valid.'
  return new AppError('invalid', first, { kind: 'arguments', arguments: invalidArguments })
}

/** Something that does not exist, or that the actor may not know of: both look the same. */
export function notFound(resource: string, resourceId: string): AppError {
  const words = resource.replaceAll('_', ' ')
  const noun = words.replace(/\b(api|ip)\b/g, (word) => word.toUpperCase())
  return new AppError('not_found', `This ${noun} does not exist.`, {
    kind: 'resource',
    resource,
    resourceId,
  })
}

/** A name that is taken. */
export function alreadyExists(resource: string, resourceId: string, message: string): AppError {
  return new AppError('conflict', message, { kind: 'already_exists', resource, resourceId })
}

/** A resource that is busy with something else. */
export function transientState(
  resource: string,
  resourceId: string,
  currentState: string,
  message: string,
): AppError {
  return new AppError('conflict', message, {
    kind: 'transient_state',
    resource,
    resourceId,
    currentState,
  })
}

/** A state that forbids the action and does not pass by itself. */
export function preconditionFailed(precondition: string, message: string): AppError {
  return new AppError('precondition_failed', message, { kind: 'precondition', precondition })
}

/** The machine has no room, or lacks the engine. */
export function outOfStock(resource: string, message: string): AppError {
  return new AppError('unavailable', message, { kind: 'out_of_stock', resource })
}
