'use client'

import { Notice } from '@/components/feedback/notice.tsx'
import { Field } from '@/components/form/field.tsx'
import { NewPasswordInput } from '@/components/form/password-field.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

export function UserSection({ values, errors, set }: PartProps) {
  return (
    <Section
      title="First user"
      description="May create databases and users, and owns the first database."
    >
      <Field label="User name" name="userName" errors={errors.userName}>
        {(control) => (
          <Input
            {...control}
            value={values.userName}
            onChange={(event) => set({ userName: event.target.value })}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="max-w-md font-mono"
          />
        )}
      </Field>
      <Field
        label="Password"
        name="password"
        help="At least 8 characters with upper and lower case, a digit and a special character."
        errors={errors.password}
        className="max-w-md"
      >
        {(control) => (
          <NewPasswordInput
            control={control}
            value={values.password}
            onChange={(password) => set({ password })}
          />
        )}
      </Field>
      <Notice tone="info">
        Copy the password now. Holdfast keeps it encrypted and does not show it again.
      </Notice>
    </Section>
  )
}
