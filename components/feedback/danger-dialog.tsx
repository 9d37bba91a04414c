'use client'

import { useId, useState, type ReactNode } from 'react'
import { AlertDialog } from '@/components/ui/alert-dialog.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Label } from '@/components/ui/label.tsx'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import type { ActionResult } from '@/lib/core/result.ts'
import { ErrorNotice } from './error-notice.tsx'

type Danger =
  /** Work is interrupted, nothing is lost. */
  | { level: 'disruptive' }
  /** Something is lost for good: the reader types its name. */
  | { level: 'destructive'; name: string; lost: readonly string[]; kept: readonly string[] }

/**
 * The one dialog for actions that hurt; actions that can be undone only show a toast. Cancel has the
 * focus. The server checks the typed name again. It stays open, with the reason, on a refusal.
 */
export function DangerDialog({
  open,
  onOpenChange,
  returnFocus,
  title,
  effect,
  confirmLabel,
  danger,
  onConfirm,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
  title: string
  effect: ReactNode
  /** Verb and noun, as on the button that opened the dialog. */
  confirmLabel: string
  danger: Danger
  onConfirm: (typedName: string) => Promise<ActionResult<unknown>>
}) {
  const [typed, setTyped] = useState('')
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<{ message: string; requestId: string } | null>(null)
  const inputId = useId()
  const confirmed = danger.level === 'disruptive' || typed === danger.name

  const close = (next: boolean) => {
    if (pending) return
    setTyped('')
    setFailure(null)
    onOpenChange(next)
  }

  const confirm = async () => {
    setPending(true)
    setFailure(null)
    try {
      const result = await onConfirm(typed)
      if (result.ok) {
        setTyped('')
        onOpenChange(false)
      } else setFailure(result.error)
    } catch {
      setFailure({ message: 'The console did not answer. Check the connection.', requestId: '' })
    } finally {
      setPending(false)
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={close}
      returnFocus={returnFocus}
      title={title}
      description={effect}
      confirm={
        <Button
          variant={danger.level === 'destructive' ? 'danger' : 'primary'}
          pending={pending}
          disabled={!confirmed}
          onClick={() => void confirm()}
        >
          {confirmLabel}
        </Button>
      }
    >
      {danger.level === 'destructive' && (
        <div className="mt-4 space-y-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Consequences title="Lost for good" items={danger.lost} />
            <Consequences title="Stays" items={danger.kept} />
          </div>
          <div>
            <Label htmlFor={inputId} className="font-normal">
              Type <strong className="font-mono font-medium select-all">{danger.name}</strong> to
              confirm
            </Label>
            <Input
              id={inputId}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && confirmed && !pending) void confirm()
              }}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className="mt-1.5 font-mono"
            />
          </div>
        </div>
      )}
      {failure && (
        <ErrorNotice
          className="mt-4"
          title={`Could not ${confirmLabel.charAt(0).toLowerCase()}${confirmLabel.slice(1)}`}
          message={failure.message}
          requestId={failure.requestId || undefined}
        />
      )}
    </AlertDialog>
  )
}

function Consequences({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h3 className="text-sm font-medium">{title}</h3>
      <ul className="mt-1 list-disc space-y-0.5 pl-4 text-sm text-muted">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
