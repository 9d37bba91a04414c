import { clsx } from 'clsx'
import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'

const tones = {
  info: 'border-info-border bg-info-subtle [&>svg]:text-info',
  warning: 'border-warning-border bg-warning-subtle [&>svg]:text-warning',
  danger: 'border-danger-border bg-danger-subtle [&>svg]:text-danger',
}

/** A remark in the flow of the page. */
export function Notice({
  tone = 'info',
  title,
  children,
  action,
}: {
  tone?: keyof typeof tones
  title?: string
  children: ReactNode
  action?: ReactNode
}) {
  const Icon = tone === 'info' ? Info : CircleAlert
  return (
    <div
      className={clsx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border p-3.5',
        tones[tone],
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-56">
        {title && <p className="font-medium">{title}</p>}
        <div className="break-words">{children}</div>
      </div>
      {action}
    </div>
  )
}
