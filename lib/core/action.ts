import { logger } from '@/lib/log/log.ts'
import type { Context } from './context.ts'
import { AppError } from './errors.ts'
import type { ActionError, ActionResult } from './result.ts'

interface Executable<I, R> {
  readonly name: string
  execute(context: Context, input: I): Promise<R>
}

/** Runs a command or query and turns every failure into a result that may be shown. */
export async function runForResult<I, R>(
  executable: Executable<I, R>,
  context: Context,
  input: I,
): Promise<ActionResult<R>> {
  try {
    return { ok: true, data: await executable.execute(context, input) }
  } catch (error) {
    return { ok: false, error: toActionError(error, context, executable.name) }
  }
}

/** An expected failure keeps its words; any other is logged and shown as one sentence. */
export function toActionError(error: unknown, context: Context, name: string): ActionError {
  const { requestId } = context
  if (!(error instanceof AppError)) {
    logger('action').error({ err: error, requestId, name }, 'unexpected failure')
    return {
      code: 'internal',
      message: 'Something went wrong on our side. Nothing was changed unless it shows up here.',
      requestId,
    }
  }
  const fieldErrors = fieldErrorsOf(error)
  return {
    code: error.code,
    message: error.message,
    requestId,
    ...(fieldErrors && { fieldErrors }),
  }
}

function fieldErrorsOf(error: AppError): Record<string, string[]> | undefined {
  if (error.details?.kind !== 'arguments') return undefined
  const fields: Record<string, string[]> = {}
  for (const { argument, message } of error.details.arguments) {
    ;(fields[argument] ??= []).push(message)
  }
  return fields
}
