'use client'

import { useState } from 'react'
import { Field } from '@/components/form/field.tsx'
import { TagsInput } from '@/components/form/tags-input.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { ConditionParts } from '@/lib/iam/policies/condition-parts.ts'
import { ConditionVerdict } from './condition-verdict.tsx'
import { buildCondition } from '@/lib/iam/policies/condition-parts.ts'

/** An ISO time as the browser's own field shows it, in UTC; empty for none. */
const shown = (iso: string | null) => iso?.slice(0, 16) ?? ''

/** What such a field says as an ISO time; null while it is empty. */
const stored = (text: string) => (text === '' ? null : `${text}:00Z`)

export function ConditionPartsFields({
  parts,
  onChange,
}: {
  parts: ConditionParts
  onChange: (changes: Partial<ConditionParts>) => void
}) {
  return (
    <>
      <Field
        label="From these networks"
        name="cidrs"
        optional
        help="Addresses or networks such as 203.0.113.0/24. Outside of them the rule allows nothing."
      >
        {(control) => (
          <TagsInput
            control={control}
            noun="network"
            value={parts.cidrs}
            onChange={(cidrs) => onChange({ cidrs })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="From (UTC)" name="notBefore" optional>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={shown(parts.notBefore)}
              onChange={(event) => onChange({ notBefore: stored(event.target.value) })}
            />
          )}
        </Field>
        <Field label="Until (UTC)" name="notAfter" optional>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={shown(parts.notAfter)}
              onChange={(event) => onChange({ notAfter: stored(event.target.value) })}
            />
          )}
        </Field>
      </div>
      <UserAgent
        value={parts.userAgentContains ?? ''}
        onChange={(text) => onChange({ userAgentContains: text === '' ? null : text })}
      />
      <ConditionVerdict condition={buildCondition(parts)} />
    </>
  )
}

/** Keeps what is being typed: quotes are not part of what a condition can look for. */
function UserAgent({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value)
  return (
    <Field
      label="Client contains"
      name="userAgent"
      optional
      help="Part of what the client calls itself. Anybody can claim it: no protection by itself."
    >
      {(control) => (
        <Input
          {...control}
          value={text}
          autoComplete="off"
          onChange={(event) => {
            const next = event.target.value.replaceAll(/["\\]/g, '')
            setText(next)
            onChange(next)
          }}
        />
      )}
    </Field>
  )
}
