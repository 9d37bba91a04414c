import { HTTPException } from 'hono/http-exception'
import { noPermission } from '@/lib/core/authorise.ts'
import { AppError, type ErrorDetails } from '@/lib/core/errors.ts'
import type { ActionName } from '@/lib/core/context.ts'
import { permissionSetFor } from '@/lib/iam/catalogue.ts'
import { logger } from '@/lib/log/log.ts'
import { wireArgumentName, wireResourceName } from './argument-names.ts'
import type { ErrorBody } from './wire/errors.ts'

export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 429 | 500 | 503

export interface ErrorAnswer {
  status: ErrorStatus
  body: ErrorBody
  headers?: Record<string, string>
}

/** A failure of HTTP itself, which no command or query knows of. */
export class ApiError extends Error {
  readonly answer: ErrorAnswer

  constructor(answer: ErrorAnswer) {
    super(answer.body.message)
    this.name = 'ApiError'
    this.answer = answer
  }
}

/**
 * The exact body and status of a failure. An expected one keeps its words; any other is logged
 * with the request id, which is all that the client learns of it.
 */
export function toErrorAnswer(error: unknown, requestId: string): ErrorAnswer {
  if (error instanceof ApiError) return error.answer
  if (error instanceof AppError) return toAppErrorAnswer(error, requestId)
  if (error instanceof HTTPException && error.status === 400) {
    return invalidArgument('body', 'format', error.message)
  }
  logger('api').error({ err: error, requestId }, 'unexpected failure')
  const message = 'internal error'
  return { status: 500, body: { type: 'internal', message, request_id: requestId } }
}

/** One argument that breaks a rule. */
export function invalidArgument(
  name: string,
  reason: 'required' | 'format' | 'constraint' | 'unknown',
  help: string,
): ErrorAnswer {
  const details = [{ argument_name: name, reason, help_message: help }]
  return {
    status: 400,
    body: { type: 'invalid_arguments', message: 'invalid argument(s)', details },
  }
}

/** A request that nobody is known to have sent. */
export function deniedAuthentication(
  reason: 'not_found' | 'expired' | 'invalid_argument',
): ErrorAnswer {
  const message = 'authentication is denied'
  return {
    status: 401,
    body: { type: 'denied_authentication', message, method: 'api_key', reason },
  }
}

function toAppErrorAnswer(error: AppError, requestId: string): ErrorAnswer {
  if (error.details) return toDetailedAnswer(error.details, error.message)
  const { message } = error
  switch (error.code) {
    case 'invalid':
      return invalidArgument('body', 'constraint', message)
    case 'unauthenticated':
      return deniedAuthentication('not_found')
    case 'forbidden':
      return {
        status: 403,
        body: {
          type: 'permissions_denied',
          message: insufficient,
          details: [],
          help_message: message,
        },
      }
    case 'quota_exceeded':
      return {
        status: 403,
        body: {
          type: 'quotas_exceeded',
          message: 'quota(s) exceeded',
          details: [],
          help_message: message,
        },
      }
    case 'not_found':
      return { status: 404, body: { type: 'unknown_path', message } }
    case 'conflict':
      return { status: 409, body: { type: 'conflict', message } }
    case 'precondition_failed':
      return toDetailedAnswer(
        { kind: 'precondition', precondition: 'unknown_precondition' },
        message,
      )
    case 'too_many_requests':
      return tooManyRequests(message)
    case 'unavailable':
      return { status: 503, body: { type: 'unavailable', message, request_id: requestId } }
    case 'internal':
      return { status: 500, body: { type: 'internal', message, request_id: requestId } }
  }
}

const insufficient = 'insufficient permissions'

function toDetailedAnswer(details: ErrorDetails, help: string): ErrorAnswer {
  switch (details.kind) {
    case 'arguments':
      return {
        status: 400,
        body: {
          type: 'invalid_arguments',
          message: 'invalid argument(s)',
          details: details.arguments.map(({ argument, reason, message }) => ({
            argument_name: argument === '' ? 'body' : wireArgumentName(argument),
            reason,
            help_message: message,
          })),
        },
      }
    case 'resource': {
      const { resourceId } = details
      const resource = wireResourceName(details.resource)
      const message = 'resource is not found'
      return {
        status: 404,
        body: { type: 'not_found', message, resource, resource_id: resourceId },
      }
    }
    case 'already_exists':
      return {
        status: 409,
        body: {
          type: 'already_exists',
          message: 'resource already exists',
          resource: wireResourceName(details.resource),
          resource_id: details.resourceId,
          help_message: help,
        },
      }
    case 'transient_state':
      return {
        status: 409,
        body: {
          type: 'transient_state',
          message: 'resource is in a transient state',
          resource: details.resource,
          resource_id: details.resourceId,
          current_state: details.currentState,
          help_message: help,
        },
      }
    case 'permission':
      return permissionsDenied(details.action, help)
    case 'precondition':
      return {
        status: 412,
        body: {
          type: 'precondition_failed',
          message: 'precondition is not respected',
          precondition: details.precondition,
          help_message: help,
        },
      }
    case 'out_of_stock': {
      const message = 'resource is out of stock'
      return {
        status: 503,
        body: { type: 'out_of_stock', message, resource: details.resource, help_message: help },
      }
    }
    case 'retry_after':
      return tooManyRequests(help, details.seconds)
  }
}

function permissionsDenied(action: string, help: string): ErrorAnswer {
  const [noun = '', verb = ''] = action.split('.')
  const needed: ActionName = `${noun}.${verb}`
  const resource = wireResourceName(noun)
  return {
    status: 403,
    body: {
      type: 'permissions_denied',
      message: insufficient,
      details: [{ resource, action: verb === 'read' ? 'read' : 'write' }],
      help_message: help === noPermission ? `Needs ${permissionSetFor(needed)}.` : help,
    },
  }
}

function tooManyRequests(help: string, seconds?: number): ErrorAnswer {
  const reset = seconds === undefined ? {} : { reset_seconds: seconds }
  return {
    status: 429,
    body: { type: 'too_many_requests', message: 'too many requests', help_message: help, ...reset },
    ...(seconds === undefined ? {} : { headers: { 'Retry-After': String(seconds) } }),
  }
}
