'use client'

import { ErrorNotice } from '@/components/feedback/error-notice.tsx'

export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <ErrorNotice
      title="This page could not be shown"
      message="Something went wrong on our side. Your databases are not affected."
      requestId={error.digest}
      onRetry={reset}
    />
  )
}
