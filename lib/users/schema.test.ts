import { expect, test } from 'vitest'
import { newId } from '@/lib/ids/ids.ts'
import { createUserSchema, updateUserSchema } from './schema.ts'

const base = { instanceId: newId(), name: 'carol', password: 'Correct-Horse-7' }

function messagesOf(input: unknown): string[] {
  return createUserSchema.safeParse(input).error?.issues.map(({ message }) => message) ?? []
}

test.each([
  ['Sh0rt-a', 'At least 8 characters.'],
  ['no-digit-Here', 'At least one digit.'],
  ['no-upper-case-7', 'At least one upper-case letter.'],
  ['NO-LOWER-CASE-7', 'At least one lower-case letter.'],
  ['NoSpecial7777', 'At least one special character.'],
  [`Aa7-${'x'.repeat(125)}`, 'At most 128 characters.'],
  ['Ünicode-Pass-7', 'Use characters of the ASCII set only.'],
])('the password %s is refused: %s', (password, message) => {
  expect(messagesOf({ ...base, password })).toContain(message)
})

test.each([
  [0, 'At least one connection.'],
  [1.5, 'Enter a whole number.'],
  [10_001, 'At most 10,000 connections.'],
  [Number.NaN, 'Enter a whole number, or leave the field empty.'],
])('a limit of %s connections is refused: %s', (connectionLimit, message) => {
  expect(messagesOf({ ...base, connectionLimit })).toContain(message)
})

test('a limit may be lifted, and a change may leave everything as it is', () => {
  expect(messagesOf({ ...base, connectionLimit: null })).toEqual([])
  const { instanceId, name } = base
  expect(updateUserSchema.parse({ instanceId, name })).toEqual({ instanceId, name })
})
