import { expect, test } from 'vitest'
import { judge } from '@/agent/engines/postgresql/judge.ts'
import type { Holdings } from '@/agent/engines/postgresql/observe.ts'

/** A user with SELECT on two tables, who may connect. */
const reader: Holdings = {
  user: 'bob',
  userId: '1',
  totals: { d: 1, n: 1, r: 2, S: 0, f: 0, L: 0 },
  held: new Map([
    ['d:CONNECT', { objects: 1, own: 1, example: 'rdb' }],
    ['n:USAGE', { objects: 1, own: 1, example: 'public' }],
    ['r:SELECT', { objects: 2, own: 2, example: 'public.a' }],
  ]),
  columns: [],
  openRoles: [],
  defaults: new Map([
    [
      'alice',
      new Map([
        ['n', ['USAGE']],
        ['r', ['SELECT']],
        ['S', ['SELECT']],
      ]),
    ],
  ]),
  schemaDefaults: [],
}

test('what fits a level exactly is that level', () => {
  expect(judge(reader, undefined, 17)).toEqual({
    user: 'bob',
    permission: 'readonly',
    differences: [],
  })
})

test('a membership in a role that reads everything makes a user custom', () => {
  expect(judge({ ...reader, openRoles: ['pg_read_all_data'] }, 'readonly', 17)).toMatchObject({
    permission: 'custom',
    differences: ['Is a member of pg_read_all_data, which reaches every table.'],
  })
})

test('what is missing and what is too much is told against what was set', () => {
  const changed: Holdings = {
    ...reader,
    held: new Map([
      ...reader.held,
      ['r:SELECT', { objects: 1, own: 1, example: 'public.a' }],
      ['r:DELETE', { objects: 1, own: 0, example: 'public.b' }],
    ]),
  }
  expect(judge(changed, 'readonly', 17).differences).toEqual([
    'Lacks SELECT on 1 of 2 tables.',
    'Has DELETE on 1 of 2 tables, for example public.b.',
  ])
})

test('in a database of the user’s own every level fits, and what was set last says which', () => {
  const owner: Holdings = {
    ...reader,
    totals: { d: 0, n: 0, r: 0, S: 0, f: 0, L: 0 },
    held: new Map(),
    defaults: new Map(),
  }
  expect(judge(owner, undefined, 17).permission).toBe('all')
  expect(judge(owner, 'readwrite', 17).permission).toBe('readwrite')
})

test('many differences are cut off with their number', () => {
  const columns = Array.from({ length: 20 }, (_, index) => ({
    right: 'UPDATE',
    name: `t.c${String(index)}`,
  }))
  const { differences } = judge({ ...reader, columns }, 'readonly', 17)
  expect(differences).toHaveLength(13)
  expect(differences.at(-1)).toBe('And 8 more.')
})
