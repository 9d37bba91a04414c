'use client'

import { useEffect, type ReactNode, type RefObject, type SubmitEvent } from 'react'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { Button } from '@/components/ui/button.tsx'
import type { ActionError } from '@/lib/core/result.ts'
import type { FormFrame } from './guarded-sheet.tsx'

/** The form of a sheet: fields, what the server refused, Cancel and the one button that saves. */
export function SheetForm({
  state,
  frame,
  submitLabel,
  children,
}: {
  state: {
    form: RefObject<HTMLFormElement | null>
    failure: ActionError | null
    pending: boolean
    dirty: boolean
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => Promise<void>
  }
  frame: FormFrame
  /** Verb and noun, as on the button that opened the sheet. */
  submitLabel: string
  children: ReactNode
}) {
  const { form, failure, pending, dirty, onSubmit } = state
  const { onDirty, cancel } = frame
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      noValidate
      className="space-y-5 p-4"
    >
      {children}
      <FormFailure
        title={`Could not ${submitLabel.charAt(0).toLowerCase()}${submitLabel.slice(1)}`}
        failure={failure}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={cancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  )
}
