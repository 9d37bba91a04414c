'use client'

import { Field } from '@/components/form/field.tsx'
import type { FieldErrors } from '@/components/form/use-form.ts'
import { Input } from '@/components/ui/input.tsx'

export interface NameValues {
  name: string
  description: string
}

/** What something of IAM is called. */
export function NameFields({
  values,
  set,
  errors,
}: {
  values: NameValues
  set: (changes: Partial<NameValues>) => void
  errors: FieldErrors
}) {
  return (
    <>
      <Field label="Name" name="name" errors={errors.name}>
        {(control) => (
          <Input
            {...control}
            value={values.name}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" name="description" optional errors={errors.description}>
        {(control) => (
          <Input
            {...control}
            value={values.description}
            autoComplete="off"
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
