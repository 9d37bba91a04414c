import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { ActionResult } from '@/lib/core/result.ts'
import { Field } from './field.tsx'
import { useForm } from './use-form.ts'

afterEach(cleanup)

const schema = z.strictObject({
  title: z.string().min(1, 'Enter a title.'),
  size: z.string().regex(/^\d+$/, 'Enter a number.'),
})
type Input = z.input<typeof schema>

function Probe({ submit }: { submit: (input: Input) => Promise<ActionResult<null>> }) {
  const { form, values, errors, failure, set, onSubmit } = useForm({
    initial: { title: '', size: 'x' },
    schema,
    toInput: (entered) => entered,
    submit,
    conflictField: 'title',
    onDone: () => undefined,
  })
  return (
    <form ref={form} onSubmit={(event) => void onSubmit(event)} noValidate aria-label="Probe">
      <Field label="Title" name="title" help="Any text." errors={errors.title}>
        {(control) => (
          <input
            {...control}
            value={values.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Size" name="size" errors={errors.size}>
        {(control) => (
          <input
            {...control}
            value={values.size}
            onChange={(event) => set({ size: event.target.value })}
          />
        )}
      </Field>
      <p role="alert">{failure?.message}</p>
    </form>
  )
}

Element.prototype.scrollIntoView = () => undefined

const title = () => screen.getByLabelText<HTMLInputElement>('Title')
const send = () => fireEvent.submit(screen.getByRole('form'))
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })

function described(field: HTMLElement): string {
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent).join(' ')
}

test('the first bad field gets the focus and its error is part of its description', () => {
  const submit = vi.fn()
  render(<Probe submit={submit} />)
  send()
  expect(submit).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(title())
  expect(title().getAttribute('aria-invalid')).toBe('true')
  expect(described(title())).toBe('Any text. Enter a title.')
})

test('an error goes away when it is mended and the others stay', () => {
  render(<Probe submit={vi.fn()} />)
  send()
  type(title(), 'a')
  expect(title().getAttribute('aria-invalid')).toBeNull()
  expect(screen.getByLabelText('Size').getAttribute('aria-invalid')).toBe('true')
})

test('a submit under way cannot start again', () => {
  const submit = vi.fn(() => new Promise<ActionResult<null>>(() => undefined))
  render(<Probe submit={submit} />)
  type(title(), 'a')
  type(screen.getByLabelText('Size'), '5')
  send()
  send()
  expect(submit).toHaveBeenCalledExactlyOnceWith({ title: 'a', size: '5' })
})

test('a refused submit keeps the values and puts a conflict at its field', async () => {
  const error = { code: 'conflict', message: 'This title is taken.', requestId: 'r' } as const
  render(<Probe submit={() => Promise.resolve({ ok: false, error })} />)
  type(title(), 'a')
  type(screen.getByLabelText('Size'), '5')
  send()
  await screen.findByText('This title is taken.')
  expect(title().value).toBe('a')
  expect(described(title())).toContain('This title is taken.')
  expect(screen.getByRole('alert').textContent).toBe('')
})

test('a console that does not answer is said so, and the form can be sent again', async () => {
  const submit = vi.fn(() => Promise.reject(new Error('network')))
  render(<Probe submit={submit} />)
  type(title(), 'a')
  type(screen.getByLabelText('Size'), '5')
  send()
  await screen.findByText(/did not answer/)
  send()
  expect(submit).toHaveBeenCalledTimes(2)
})
