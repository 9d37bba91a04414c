'use client'

import { useState, type ReactNode } from 'react'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import { Sheet } from '@/components/ui/sheet.tsx'

export interface SheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus
}

/** What the form inside tells and asks. */
export interface FormFrame {
  onDirty: (dirty: boolean) => void
  /** Closes without saving, after asking when something was entered. */
  cancel: () => void
  /** Closes after saving. */
  close: () => void
}

/** A sheet with a form that starts anew with every opening; unsaved edits are not lost silently. */
export function GuardedSheet({
  open,
  onOpenChange,
  returnFocus,
  title,
  children,
}: SheetProps & { title: string; children: (frame: FormFrame) => ReactNode }) {
  const [round, setRound] = useState(0)
  const [dirty, setDirty] = useState(false)
  useUnsavedGuard(open && dirty)
  const close = () => {
    setDirty(false)
    setRound((count) => count + 1)
    onOpenChange(false)
  }
  const cancel = () => {
    if (!dirty || window.confirm('Discard your changes?')) close()
  }
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : cancel())}
      returnFocus={returnFocus}
      title={title}
    >
      <div key={round}>{children({ onDirty: setDirty, cancel, close })}</div>
    </Sheet>
  )
}
