'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { conditionQuery } from '@/lib/iam/access/query-options.ts'

const restMs = 300

/** Whether the condition could be saved, as it is being written. */
export function ConditionVerdict({ condition }: { condition: string }) {
  const settled = useSettled(condition.trim())
  const { data } = useQuery({ ...conditionQuery(settled), enabled: settled !== '' })
  const refusal = data?.refusal ?? null
  return (
    <p role="status" className="flex min-h-5 items-start gap-1.5 text-sm">
      {settled === '' && (
        <span className="text-muted">No condition yet: the rule always holds.</span>
      )}
      {settled !== '' && data && refusal === null && (
        <>
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          <span className="text-success">This can be understood.</span>
        </>
      )}
      {settled !== '' && refusal !== null && (
        <>
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          <span className="min-w-0 break-words text-danger">{refusal}</span>
        </>
      )}
    </p>
  )
}

/** The value once nobody has typed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
