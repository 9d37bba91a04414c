'use client'

import { FieldGroup } from '@/components/form/field.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { formatBytes } from '@/lib/format/bytes.ts'
import type { NodeTypeRange } from '@/lib/instances/node-types.ts'
import type { NodeTypeDto } from '@/lib/instances/queries.ts'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

const ranges: readonly { range: NodeTypeRange; label: string }[] = [
  { range: 'development', label: 'Development' },
  { range: 'general_purpose', label: 'General purpose' },
]

function detailOf(type: NodeTypeDto): string {
  const volume =
    type.localVolumeBytes === null ? '' : ` · ${formatBytes(type.localVolumeBytes)} local volume`
  return `${type.description}${volume}`
}

export function NodeTypeSection({ options, values, errors, set }: PartProps) {
  const choose = (name: string) => {
    const type = options.nodeTypes.find((known) => known.name === name)
    set({ nodeType: name, volumeType: type?.localVolumeBytes == null ? 'sbs_5k' : 'lssd' })
  }
  return (
    <Section title="Node type" description="CPU and memory of the node.">
      {ranges.map(({ range, label }) => (
        <FieldGroup
          key={range}
          label={label}
          name="nodeType"
          errors={range === 'development' ? errors.nodeType : undefined}
        >
          {(control) => (
            <RadioCards
              // Not "nodeType": a control of that name hides the form's own property, which React reads.
              name="node-type"
              aria-labelledby={control.id}
              aria-describedby={control['aria-describedby']}
              value={values.nodeType}
              onChange={choose}
              options={options.nodeTypes
                .filter((type) => type.range === range)
                .map((type) => ({
                  value: type.name,
                  title: <span className="font-mono text-sm">{type.name}</span>,
                  detail: detailOf(type),
                  disabledReason: type.available ? null : `Out of stock. ${type.reason ?? ''}`,
                }))}
            />
          )}
        </FieldGroup>
      ))}
    </Section>
  )
}
