import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { ActionResult } from '@/lib/core/result.ts'
import { DangerDialog } from './danger-dialog.tsx'

afterEach(cleanup)

const destructive = {
  level: 'destructive',
  name: 'orders-db',
  lost: ['All databases'],
  kept: ['Its activity'],
} as const

function show(onConfirm: (typed: string) => Promise<ActionResult<unknown>>) {
  const onOpenChange = vi.fn()
  render(
    <DangerDialog
      open
      onOpenChange={onOpenChange}
      title="Delete orders-db?"
      effect="It stops at once."
      confirmLabel="Delete instance"
      danger={destructive}
      onConfirm={onConfirm}
    />,
  )
  return { onOpenChange, confirm: screen.getByRole('button', { name: 'Delete instance' }) }
}

test('the safe answer has the focus', async () => {
  show(() => Promise.resolve({ ok: true, data: null }))
  await waitFor(() => {
    expect(document.activeElement?.textContent).toBe('Cancel')
  })
})

test('nothing can be destroyed before the name is typed exactly', () => {
  const onConfirm = vi.fn(() => Promise.resolve({ ok: true as const, data: null }))
  const { confirm } = show(onConfirm)
  const field = screen.getByRole('textbox')
  for (const typed of ['', 'orders', 'Orders-db', 'orders-db ']) {
    fireEvent.change(field, { target: { value: typed } })
    fireEvent.click(confirm)
    fireEvent.keyDown(field, { key: 'Enter' })
  }
  expect(onConfirm).not.toHaveBeenCalled()
  fireEvent.change(field, { target: { value: 'orders-db' } })
  fireEvent.click(confirm)
  expect(onConfirm).toHaveBeenCalledExactlyOnceWith('orders-db')
})

test('a refusal keeps the dialog open and shows the reason with the request id', async () => {
  const error = { code: 'forbidden', message: 'Not for you.', requestId: 'req-1' } as const
  const { onOpenChange, confirm } = show(() => Promise.resolve({ ok: false, error }))
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'orders-db' } })
  fireEvent.click(confirm)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('Not for you.')
  expect(alert.textContent).toContain('req-1')
  expect(onOpenChange).not.toHaveBeenCalled()
})
