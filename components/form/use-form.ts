'use client'

import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import type { z } from 'zod'
import type { ActionError, ActionResult } from '@/lib/core/result.ts'
import { focusFirstInvalid } from './focus-first-invalid.ts'

export type FieldErrors = Readonly<Record<string, readonly string[] | undefined>>

const unreachable: ActionError = {
  code: 'unavailable',
  message: 'The console did not answer. Check the connection and try again.',
  requestId: '',
}

/**
 * State of a form: values are kept whatever happens, the schema that the server uses is tried first,
 * the first bad field gets the focus, and a submit under way cannot start again.
 */
export function useForm<V extends object, I, R>({
  initial,
  schema,
  toInput,
  submit,
  conflictField,
  onDone,
}: {
  initial: V | (() => V)
  schema: z.ZodType<unknown, I>
  /** The command's input from the values of the form. */
  toInput: (values: V) => I
  submit: (input: I) => Promise<ActionResult<R>>
  /** The field that a conflict is about, for example a name that is taken. */
  conflictField?: keyof V & string
  onDone: (data: R) => void
}) {
  const [original] = useState(initial)
  const [values, setValues] = useState(original)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<ActionError | null>(null)
  const [pending, setPending] = useState(false)
  const [done, setDone] = useState(false)
  const [attempts, setAttempts] = useState(0)
  const running = useRef(false)
  const handled = useRef(0)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    // Only a new attempt moves the focus, never a change of the errors while typing.
    if (attempts === handled.current || !form.current) return
    handled.current = attempts
    focusFirstInvalid(form.current, new Set(Object.keys(errors).filter((key) => errors[key])))
  }, [attempts, errors])

  const refuse = (fieldErrors: FieldErrors) => {
    setErrors(fieldErrors)
    setAttempts((count) => count + 1)
  }

  const set = (changes: Partial<V>) => {
    const next = { ...values, ...changes }
    setValues(next)
    // An error goes away once it is mended; new ones wait for the next attempt.
    const problems = problemsOf(schema, toInput(next)) ?? {}
    setErrors((current) =>
      Object.fromEntries(Object.keys(current).map((field) => [field, problems[field]])),
    )
  }

  const onSubmit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (running.current) return
    const input = toInput(values)
    const problems = problemsOf(schema, input)
    setFailure(null)
    if (problems) return refuse(problems)
    setErrors({})
    running.current = true
    setPending(true)
    const result = await submit(input).catch(() => ({ ok: false as const, error: unreachable }))
    if (result.ok) {
      setDone(true)
      onDone(result.data)
      return
    }
    running.current = false
    setPending(false)
    const { fieldErrors, code, message } = result.error
    if (fieldErrors) refuse(byField(Object.entries(fieldErrors)))
    else if (code === 'conflict' && conflictField) refuse({ [conflictField]: [message] })
    else setFailure(result.error)
  }

  const dirty = !done && JSON.stringify(values) !== JSON.stringify(original)
  return { values, set, errors, failure, pending, dirty, form, onSubmit }
}

function problemsOf(schema: z.ZodType, input: unknown): FieldErrors | null {
  const parsed = schema.safeParse(input)
  if (parsed.success) return null
  return byField(parsed.error.issues.map(({ path, message }) => [path.join('.'), [message]]))
}

/** Errors by the field they are shown at: a bad entry of a list is an error of the list. */
function byField(errors: readonly [path: string, messages: readonly string[]][]): FieldErrors {
  const fields: Record<string, string[]> = {}
  for (const [path, messages] of errors) {
    const field = path.split('.')[0] ?? ''
    ;(fields[field] ??= []).push(...messages)
  }
  return fields
}
