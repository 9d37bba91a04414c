'use client'

import { Field } from '@/components/form/field.tsx'
import { NewPasswordInput } from '@/components/form/password-field.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { EngineName } from '@/lib/instances/engines.ts'

type Errors = readonly string[] | undefined

/** What an admin is, in a sentence. */
function adminHelp(engine: EngineName): string {
  return engine === 'mysql'
    ? 'May make users and databases, and reaches every database unless a privilege below says less.'
    : 'May make databases and users, and grant predefined roles. What it may do in a database is set by its privileges, as for every user.'
}

export function AdminField({
  engine,
  checked,
  onChange,
}: {
  engine: EngineName
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <Checkbox
      label="Admin"
      help={adminHelp(engine)}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}

export function LimitField({
  value,
  errors,
  onChange,
}: {
  value: string
  errors: Errors
  onChange: (value: string) => void
}) {
  return (
    <Field
      label="Most connections at once"
      name="connectionLimit"
      optional
      errors={errors}
      help="Empty: only the limit of the instance."
    >
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          value={value}
          className="w-32"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export function PasswordField({
  value,
  errors,
  onChange,
}: {
  value: string
  errors: Errors
  onChange: (value: string) => void
}) {
  return (
    <Field
      label="Password"
      name="password"
      errors={errors}
      help="8 to 128 characters with a digit, an upper-case and a lower-case letter and a special character. Copy it now: it is not shown again."
    >
      {(control) => <NewPasswordInput control={control} value={value} onChange={onChange} />}
    </Field>
  )
}

/** The number in a field; null when it is empty, NaN when it is no number. */
export function limitOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}
