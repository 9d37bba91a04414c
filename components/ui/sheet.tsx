'use client'

import { clsx } from 'clsx'
import { X } from 'lucide-react'
import * as Primitive from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { buttonClass } from './button.tsx'
import { scrimClass } from './overlay.ts'
import { returnFocusTo, type ReturnFocus } from './return-focus.ts'

const sizes = { md: 'w-[min(26rem,calc(100vw-3rem))]', lg: 'w-[min(44rem,calc(100vw-1.5rem))]' }

const sides = {
  left: 'left-0 border-r data-[state=open]:slide-in-from-left-8',
  right: 'right-0 border-l data-[state=open]:slide-in-from-right-8',
}

/** A modal panel at one edge of the window. */
export function Sheet({
  open,
  onOpenChange,
  returnFocus,
  title,
  side = 'right',
  size = 'md',
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
  title: string
  side?: keyof typeof sides
  size?: keyof typeof sizes
  children: ReactNode
}) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={scrimClass} />
        <Primitive.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocusTo(returnFocus)}
          className={clsx(
            'fixed inset-y-0 z-50 flex flex-col border-border bg-raised shadow-overlay',
            'duration-150 data-[state=open]:animate-in data-[state=open]:fade-in-0',
            sides[side],
            sizes[size],
          )}
        >
          <header className="flex h-14 shrink-0 items-center justify-between border-b border-border px-4">
            <Primitive.Title className="font-semibold">{title}</Primitive.Title>
            <Primitive.Close
              aria-label="Close"
              className={clsx(buttonClass({ variant: 'ghost', size: 'icon' }), '-mr-1.5')}
            >
              <X aria-hidden />
            </Primitive.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
