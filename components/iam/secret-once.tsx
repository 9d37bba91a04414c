'use client'

import { useId, type ReactNode } from 'react'
import { Notice } from '@/components/feedback/notice.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'

/** Something that is shown now and never again, with what it is for. */
export function SecretOnce({ warning, children }: { warning: string; children: ReactNode }) {
  return (
    <div className="space-y-4">
      <Notice tone="warning" title="Shown only now">
        {warning}
      </Notice>
      {children}
    </div>
  )
}

/** One value to copy: a link, a password, a secret key or some lines. */
export function CopyValue({ label, value }: { label: string; value: string }) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={id}>
      <div className="flex items-center justify-between gap-2">
        <p id={id} className="font-medium">
          {label}
        </p>
        <CopyButton
          text={value}
          label={`Copy ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
          showLabel
        />
      </div>
      <pre
        tabIndex={0}
        className="mt-1.5 overflow-x-auto rounded border border-border bg-sunken p-2.5 text-xs break-all whitespace-pre-wrap select-all"
      >
        {value}
      </pre>
    </div>
  )
}
