import { Notice } from '@/components/feedback/notice.tsx'
import type { InsideState } from '@/lib/databases/schema.ts'

/** What holds changes up, and whether the engine could be read. */
export function InsideNotices({ state }: { state: InsideState }) {
  if (state.waiting !== null) {
    return (
      <Notice tone="warning" title="Changes wait">
        {state.waiting}
      </Notice>
    )
  }
  if (state.readFailure === null) return null
  return (
    <Notice tone="warning" title="The engine could not be read">
      {state.readFailure}
    </Notice>
  )
}
