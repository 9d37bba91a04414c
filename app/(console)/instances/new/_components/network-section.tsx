'use client'

import { Notice } from '@/components/feedback/notice.tsx'
import { FieldGroup } from '@/components/form/field.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { isPrivateAddress } from '@/lib/allowed-ips/cidr.ts'
import type { AccessChoice, FormValues } from './form-values.ts'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

const choices: readonly AccessChoice[] = ['mine', 'private', 'anyone']

export function NetworkSection({ values, errors, set }: PartProps) {
  return (
    <Section title="Network" description="A public endpoint; more can be added later.">
      <FieldGroup
        label="Who may connect at first"
        name="allowedIps"
        help="Allowed IPs can be changed at any time, without a restart."
        errors={errors.allowedIps}
      >
        {({ id, name, ...aria }) => (
          <RadioCards
            {...aria}
            aria-labelledby={id}
            name={name}
            value={values.access}
            onChange={(value) =>
              set({ access: choices.find((choice) => choice === value) ?? 'private' })
            }
            options={[
              {
                value: 'mine',
                title: 'My address',
                detail: ownDetail(values),
                disabledReason:
                  values.ownCidr === null ? 'The console does not know your address.' : null,
              },
              {
                value: 'private',
                title: 'Private ranges',
                detail: 'Addresses that the internet does not reach, and this machine.',
              },
              {
                value: 'anyone',
                title: 'Anyone',
                detail: 'Every address, 0.0.0.0/0.',
              },
            ]}
          />
        )}
      </FieldGroup>
      {values.access === 'anyone' && (
        <Notice tone="warning" title="Open to everyone">
          Whoever reaches this machine may try passwords.
        </Notice>
      )}
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
    </Section>
  )
}

function ownDetail({ ownCidr }: FormValues): string {
  if (ownCidr === null) return 'Only where you are now.'
  const [own = ''] = ownCidr.split('/')
  return isPrivateAddress(own)
    ? `${own}, as the console sees you: perhaps a proxy or a tunnel.`
    : `Only ${own}, where you are now.`
}
