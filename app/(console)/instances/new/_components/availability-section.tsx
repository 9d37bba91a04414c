'use client'

import { FieldGroup } from '@/components/form/field.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { Section } from './section.tsx'

const choices = [
  {
    value: 'standalone',
    title: 'Standalone',
    detail: 'One node. A crash or restart interrupts connections for a moment.',
  },
  {
    value: 'high-availability',
    title: 'High availability',
    detail: 'A primary and a standby that takes over.',
    disabledReason: 'Not available yet.',
  },
]

export function AvailabilitySection() {
  return (
    <Section title="Availability">
      <FieldGroup label="Mode" name="isHaCluster">
        {(control) => (
          <RadioCards
            name="isHaCluster"
            aria-labelledby={control.id}
            columns="sm:grid-cols-2"
            value="standalone"
            onChange={() => undefined}
            options={choices}
          />
        )}
      </FieldGroup>
    </Section>
  )
}
