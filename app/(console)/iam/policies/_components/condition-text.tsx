'use client'

import { Field } from '@/components/form/field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Textarea } from '@/components/ui/textarea.tsx'
import { maxConditionLength } from '@/lib/iam/policies/schema.ts'
import { ConditionVerdict } from './condition-verdict.tsx'

const examples = [
  { label: 'From the office', text: 'inIpRange(request.ip, "203.0.113.0/24")' },
  { label: 'Until a day', text: 'request.time < timestamp("2027-01-01T00:00:00Z")' },
  {
    label: 'On working days',
    text: 'request.time.getDayOfWeek("UTC") >= 1 && request.time.getDayOfWeek("UTC") <= 5',
  },
  {
    label: 'Office, by day',
    text: 'inIpRange(request.ip, "203.0.113.0/24") && request.time.getHours("UTC") >= 7 && request.time.getHours("UTC") < 19',
  },
]

/** The condition as an expression in CEL. */
export function ConditionText({
  condition,
  problem,
  onChange,
}: {
  condition: string
  problem: string | undefined
  onChange: (condition: string) => void
}) {
  return (
    <>
      <Field
        label="Expression"
        name="condition"
        errors={problem === undefined ? undefined : [problem]}
        help={
          <>
            In CEL, over <code className="text-xs">request.ip</code>,{' '}
            <code className="text-xs">request.time</code> and{' '}
            <code className="text-xs">request.user_agent</code>. It has to answer true or false.
          </>
        }
      >
        {(control) => (
          <Textarea
            {...control}
            value={condition}
            maxLength={maxConditionLength}
            spellCheck={false}
            autoCapitalize="off"
            className="font-mono text-sm"
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <ConditionVerdict condition={condition} />
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-sm text-muted">Examples:</span>
        {examples.map(({ label, text }) => (
          <Button key={label} size="sm" title={text} onClick={() => onChange(text)}>
            {label}
          </Button>
        ))}
      </div>
    </>
  )
}
