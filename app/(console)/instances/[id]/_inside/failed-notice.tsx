'use client'

import { useState, type ReactNode } from 'react'
import { Notice } from '@/components/feedback/notice.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { ActionResult } from '@/lib/core/result.ts'
import { useRefreshInside } from './use-refresh-inside.ts'

/** A way out of a failed change. */
export interface WayOut {
  label: string
  run: () => Promise<ActionResult<unknown>>
}

/** A change that the engine refused: why, and what can be done about it. */
export function FailedNotice({
  instanceId,
  title,
  disabledReason,
  ways,
  children,
}: {
  instanceId: string
  title: string
  disabledReason: string | null
  ways: readonly WayOut[]
  children: ReactNode
}) {
  const refresh = useRefreshInside(instanceId)
  const [isRunning, setRunning] = useState(false)
  const take = async ({ label, run }: WayOut) => {
    setRunning(true)
    try {
      const result = await run()
      if (!result.ok) notify.error({ title: `Could not: ${label}`, detail: result.error.message })
    } catch {
      notify.error({ title: 'The console did not answer', detail: 'Check the connection.' })
    } finally {
      setRunning(false)
      refresh()
    }
  }
  return (
    <Notice
      tone="danger"
      title={title}
      action={
        <span className="flex flex-wrap gap-2">
          {ways.map((way) => (
            <ReasonButton
              key={way.label}
              disabledReason={disabledReason}
              pending={isRunning}
              onClick={() => void take(way)}
            >
              {way.label}
            </ReasonButton>
          ))}
        </span>
      }
    >
      {children}
    </Notice>
  )
}
