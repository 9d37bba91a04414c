'use client'

import { Field } from '@/components/form/field.tsx'
import { TagsInput } from '@/components/form/tags-input.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

export function NamingSection({ values, errors, set }: PartProps) {
  return (
    <Section title="Name and tags" description="Both can be changed at any time.">
      <Field
        label="Name"
        name="name"
        help="Letters, digits, dashes, dots, spaces; unique in the project."
        errors={errors.name}
      >
        {(control) => (
          <Input
            {...control}
            value={values.name}
            onChange={(event) => set({ name: event.target.value })}
            autoComplete="off"
            spellCheck={false}
            className="max-w-md"
          />
        )}
      </Field>
      <Field label="Tags" name="tags" optional errors={errors.tags} className="max-w-md">
        {(control) => (
          <TagsInput control={control} value={values.tags} onChange={(tags) => set({ tags })} />
        )}
      </Field>
    </Section>
  )
}
