'use client'

import { clsx } from 'clsx'
import * as Primitive from 'radix-ui/alert-dialog'
import type { ReactNode } from 'react'
import { buttonClass } from './button.tsx'
import { panelClass, scrimClass } from './overlay.ts'
import { returnFocusTo, type ReturnFocus } from './return-focus.ts'

/** A question that must be answered; the safe answer has the focus. */
export function AlertDialog({
  open,
  onOpenChange,
  returnFocus,
  title,
  description,
  cancelLabel = 'Cancel',
  confirm,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
  title: string
  description: ReactNode
  cancelLabel?: string
  confirm: ReactNode
  children?: ReactNode
}) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={scrimClass} />
        <Primitive.Content
          onCloseAutoFocus={returnFocusTo(returnFocus)}
          className={clsx(panelClass, 'max-w-lg')}
        >
          <div className="min-h-0 flex-1 overflow-y-auto p-5">
            <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
            <Primitive.Description asChild>
              <div className="mt-1.5 text-muted">{description}</div>
            </Primitive.Description>
            {children}
          </div>
          <footer className="flex flex-wrap justify-end gap-2 border-t border-border bg-surface px-5 py-3.5">
            <Primitive.Cancel className={buttonClass()}>{cancelLabel}</Primitive.Cancel>
            {confirm}
          </footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
