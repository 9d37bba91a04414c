'use client'

import type { ReactNode } from 'react'
import { FormFailure } from '@/components/form/form-failure.tsx'
import type { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { Button } from '@/components/ui/button.tsx'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import { Sheet } from '@/components/ui/sheet.tsx'

/** A form in a sheet, with its buttons and what the server refused. */
export function FormSheet({
  title,
  saveLabel,
  open,
  onOpenChange,
  returnFocus,
  state,
  children,
}: {
  title: string
  saveLabel: string
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus
  state: Pick<
    ReturnType<typeof useForm<object, never, never>>,
    'form' | 'failure' | 'pending' | 'dirty' | 'onSubmit'
  >
  children: ReactNode
}) {
  const { form, failure, pending, dirty, onSubmit } = state
  useUnsavedGuard(open && dirty)
  const close = (next: boolean) => {
    if (!next && dirty && !window.confirm('Discard your changes?')) return
    onOpenChange(next)
  }
  return (
    <Sheet open={open} onOpenChange={close} returnFocus={returnFocus} title={title}>
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        noValidate
        className="space-y-5 p-4"
      >
        {children}
        <FormFailure
          title={`Could not ${saveLabel.charAt(0).toLowerCase()}${saveLabel.slice(1)}`}
          failure={failure}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            {saveLabel}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
