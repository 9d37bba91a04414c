import { Field } from '@/components/form/field.tsx'
import { Input } from '@/components/ui/input.tsx'

/** The name of something new inside an instance. */
export function NameField({
  value,
  errors,
  help,
  onChange,
}: {
  value: string
  errors: readonly string[] | undefined
  help: string
  onChange: (name: string) => void
}) {
  return (
    <Field label="Name" name="name" errors={errors} help={help}>
      {(control) => (
        <Input
          {...control}
          value={value}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="font-mono"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
