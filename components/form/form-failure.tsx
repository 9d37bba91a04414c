'use client'

import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import type { ActionError } from '@/lib/core/result.ts'

/** What the server refused, above the buttons of the form. */
export function FormFailure({ title, failure }: { title: string; failure: ActionError | null }) {
  if (!failure) return null
  return (
    <ErrorNotice
      title={title}
      message={failure.message}
      requestId={failure.requestId || undefined}
    />
  )
}
