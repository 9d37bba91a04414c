'use client'

import { clsx } from 'clsx'
import { RotateCw, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'

/** A failure in the place of what failed to appear. */
export function ErrorNotice({
  title,
  message,
  requestId,
  onRetry,
  retrying = false,
  className,
}: {
  title: string
  message: string
  requestId?: string | undefined
  onRetry?: () => void
  retrying?: boolean
  className?: string
}) {
  return (
    <div
      role="alert"
      className={clsx('rounded-lg border border-danger-border bg-danger-subtle p-4', className)}
    >
      <div className="flex items-start gap-3">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <div className="min-w-0 flex-1">
          <p className="font-medium text-danger">{title}</p>
          <p className="mt-0.5 break-words text-text">{message}</p>
          {requestId && (
            <p className="mt-1 flex flex-wrap items-center gap-1 text-xs text-text">
              Request <span className="font-mono break-all">{requestId}</span>
              <CopyButton text={requestId} label="Copy request id" />
            </p>
          )}
        </div>
        {onRetry && (
          <Button size="sm" onClick={onRetry} pending={retrying} icon={<RotateCw aria-hidden />}>
            Retry
          </Button>
        )}
      </div>
    </div>
  )
}
