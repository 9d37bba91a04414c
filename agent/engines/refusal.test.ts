import { expect, test } from 'vitest'
import { describeOwned, listed } from '@/agent/engines/refusal.ts'

test('what somebody owns is counted by database, in the right number', () => {
  expect(
    describeOwned([
      { database: 'rdb', kind: 'relations', count: 2 },
      { database: 'rdb', kind: 'routines', count: 1 },
      { database: 'shop', kind: 'the database itself', count: 1 },
    ]),
  ).toBe('2 relations and 1 routine in rdb; the database itself in shop')
})

test('words are joined by commas and a last and', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ])
})
