import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { ReasonButton } from './reason-button.tsx'

afterEach(cleanup)

test('a button that may not be used keeps its focus, does nothing and is described by the reason', () => {
  const onClick = vi.fn()
  render(
    <ReasonButton disabledReason="Only running instances can be restarted." onClick={onClick}>
      Restart instance
    </ReasonButton>,
  )
  const button = screen.getByRole('button', { name: 'Restart instance' })
  button.focus()
  fireEvent.click(button)
  expect(onClick).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(button)
  expect(button.getAttribute('aria-disabled')).toBe('true')
  const ids = button.getAttribute('aria-describedby')?.split(' ') ?? []
  const descriptions = ids.map((id) => document.getElementById(id)?.textContent)
  expect(descriptions).toContain('Only running instances can be restarted.')
})

test('a button that may be used is an ordinary one', () => {
  const onClick = vi.fn()
  render(
    <ReasonButton disabledReason={null} onClick={onClick}>
      Restart instance
    </ReasonButton>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Restart instance' }))
  expect(onClick).toHaveBeenCalledOnce()
})
