'use client'

import { notify } from '@/components/feedback/notify.ts'
import type { ActionResult } from '@/lib/core/result.ts'
import { useRefreshIam } from './use-refresh-iam.ts'

/** Runs an action that can be undone: a toast says what happened, lists are read again. */
export function useAct() {
  const refresh = useRefreshIam()
  return async (
    run: () => Promise<ActionResult<unknown>>,
    words: { done: string; failed: string },
  ): Promise<void> => {
    try {
      const result = await run()
      if (result.ok) notify.success({ title: words.done })
      else {
        const { message, requestId } = result.error
        notify.error({ title: words.failed, detail: message, requestId })
      }
    } catch {
      notify.error({ title: words.failed, detail: 'The console did not answer.' })
    }
    refresh()
  }
}
