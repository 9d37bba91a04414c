'use client'

import { FieldGroup } from '@/components/form/field.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { parseEngineVersion } from '@/lib/instances/engines.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

const caseChoices = [
  { value: '0', title: 'Keep letter case', detail: 'Orders and orders are two tables.' },
  { value: '1', title: 'Lower case', detail: 'Names are stored in lower case and compared so.' },
]

/** Settings that the data directory is made with; absent for an engine that has none. */
export function InitSettingsSection({ values, errors, set }: PartProps) {
  if (parseEngineVersion(values.engine) === null) return null
  const definition = catalogueOf(values.engine).initSettings.find(
    ({ name }) => name === 'lower_case_table_names',
  )
  if (!definition) return null
  const { name, defaultValue } = definition
  return (
    <Section title="Initial settings" description="These can never be changed later.">
      <FieldGroup label="Names of tables" name="initSettings" errors={errors.initSettings}>
        {(control) => (
          <RadioCards
            name={name}
            aria-labelledby={control.id}
            aria-describedby={control['aria-describedby']}
            columns="sm:grid-cols-2"
            value={values.initSettings[name] ?? defaultValue}
            options={caseChoices}
            onChange={(value) => set({ initSettings: { ...values.initSettings, [name]: value } })}
          />
        )}
      </FieldGroup>
    </Section>
  )
}
