'use client'

import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { Button } from '@/components/ui/button.tsx'
import {
  buildCondition,
  readConditionParts,
  type ConditionParts,
} from '@/lib/iam/policies/condition-parts.ts'
import { ConditionPartsFields } from './condition-parts-fields.tsx'
import { ConditionText } from './condition-text.tsx'

const nothing: ConditionParts = {
  cidrs: [],
  notBefore: null,
  notAfter: null,
  userAgentContains: null,
}

/** An optional limit of a rule: by fields, or as an expression for everything else. */
export function ConditionEditor({
  condition,
  disabled,
  problem,
  onChange,
}: {
  condition: string
  disabled: boolean
  problem: string | undefined
  onChange: (condition: string) => void
}) {
  const parts = readConditionParts(condition)
  const [wanted, setWanted] = useState(condition !== '')
  const [asText, setAsText] = useState(parts === null)
  const toggle = (on: boolean) => {
    setWanted(on)
    if (!on) onChange('')
  }
  return (
    <div className="space-y-3">
      <Checkbox
        checked={wanted}
        onChange={(event) => toggle(event.target.checked)}
        label={<span className="font-medium">Only under a condition</span>}
        help="By the address, the time or the client of each request."
      />
      {wanted && (
        <div className="space-y-4 rounded border border-border bg-sunken p-4">
          {asText || parts === null ? (
            <ConditionText condition={condition} problem={problem} onChange={onChange} />
          ) : (
            <ConditionPartsFields
              parts={parts}
              onChange={(changes) => onChange(buildCondition({ ...nothing, ...parts, ...changes }))}
            />
          )}
          {!disabled && (
            <Button
              size="sm"
              variant="ghost"
              aria-disabled={asText && parts === null ? true : undefined}
              title={
                asText && parts === null
                  ? 'The fields cannot say what this expression says'
                  : undefined
              }
              onClick={() => {
                if (!(asText && parts === null)) setAsText(!asText)
              }}
            >
              {asText ? 'Use fields' : 'Write an expression'}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
