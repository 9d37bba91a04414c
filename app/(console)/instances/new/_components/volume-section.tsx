'use client'

import { Field, FieldGroup } from '@/components/form/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { formatBytes } from '@/lib/format/bytes.ts'
import { gigabyte, volumeLimits, volumeTypes } from '@/lib/instances/node-types.ts'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

export function VolumeSection({ options, values, errors, set }: PartProps) {
  const type = options.nodeTypes.find(({ name }) => name === values.nodeType)
  const local = type?.localVolumeBytes ?? null
  const choose = (value: string) => {
    const volumeType = volumeTypes.find((known) => known === value)
    if (volumeType) set({ volumeType, volumeSize: values.volumeSize })
  }
  return (
    <Section title="Volume" description="Where the data lies. It can grow later, never shrink.">
      <FieldGroup label="Volume type" name="volumeType" errors={errors.volumeType}>
        {(control) => (
          <RadioCards
            name="volumeType"
            aria-labelledby={control.id}
            aria-describedby={control['aria-describedby']}
            columns="sm:grid-cols-2"
            value={values.volumeType}
            onChange={choose}
            options={[
              {
                value: 'lssd',
                title: 'Local',
                detail:
                  local === null
                    ? 'Comes with the node type'
                    : `${formatBytes(local)}, comes with the node type`,
                disabledReason: local === null ? 'This node type has no local volume.' : null,
              },
              {
                value: 'sbs_5k',
                title: 'Block',
                detail: 'A size of your choice',
              },
            ]}
          />
        )}
      </FieldGroup>
      {values.volumeType === 'sbs_5k' && (
        <Field
          label="Size in GB"
          name="volumeSizeBytes"
          help={`${formatBytes(volumeLimits.minBytes)} to ${formatBytes(volumeLimits.maxBytes)}, in steps of ${formatBytes(volumeLimits.stepBytes)}`}
          errors={errors.volumeSizeBytes}
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              inputMode="numeric"
              min={volumeLimits.minBytes / gigabyte}
              step={volumeLimits.stepBytes / gigabyte}
              value={values.volumeSize}
              onChange={(event) => set({ volumeSize: event.target.value })}
              className="tabular max-w-40"
            />
          )}
        </Field>
      )}
    </Section>
  )
}
