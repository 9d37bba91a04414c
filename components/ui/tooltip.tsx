'use client'

import * as Primitive from 'radix-ui/tooltip'
import { useState, type ReactElement, type ReactNode } from 'react'
import { overlayContainer } from './overlay-container.ts'

/** Shows a short text beside one focusable element on hover, focus and touch. */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactElement }) {
  const [open, setOpen] = useState(false)
  return (
    <Primitive.Provider delayDuration={250}>
      <Primitive.Root open={open} onOpenChange={setOpen}>
        <Primitive.Trigger asChild onClick={() => setOpen(true)}>
          {children}
        </Primitive.Trigger>
        <Primitive.Portal container={overlayContainer()}>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 rounded border border-border bg-raised px-2.5 py-1.5 text-xs text-text shadow-overlay animate-in fade-in-0 duration-100"
          >
            {content}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  )
}
