'use client'

import { Notice } from '@/components/feedback/notice.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

export function NetworkSection({ values, set }: PartProps) {
  return (
    <Section title="Network">
      <Checkbox
        name="requireTls"
        checked={values.requireTls}
        onChange={(event) => set({ requireTls: event.target.checked })}
        label="Require TLS"
        help="Connections without TLS are refused."
      />
      {!values.requireTls && (
        <Notice tone="warning">
          Passwords and data of clients that do not use TLS can be read on the way.
        </Notice>
      )}
      <Notice tone="info" title="Allowed IPs">
        Clients from everywhere reach the endpoint and need the password. Restricting the addresses
        is not available yet.
      </Notice>
    </Section>
  )
}
