import { expect, test } from 'vitest'
import { changesOf } from './audit-diff.ts'

test('fields that changed come first, each with what it was and became', () => {
  const before = { name: 'orders', tags: ['a', 'b'], size: 5 }
  const after = { name: 'orders', tags: ['a'], size: 10 }
  expect(changesOf(before, after)).toEqual([
    { field: 'tags', before: 'a, b', after: 'a' },
    { field: 'size', before: '5', after: '10' },
    { field: 'name', before: 'orders', after: 'orders' },
  ])
})

test('a field that is on one side only is told from one without a value', () => {
  expect(changesOf({ expiresAt: null }, { owner: true, note: '' })).toEqual([
    { field: 'expiresAt', before: 'none', after: null },
    { field: 'owner', before: null, after: 'true' },
    { field: 'note', before: null, after: 'empty' },
  ])
})

test('objects within objects are named by their path', () => {
  expect(changesOf(null, { rule: { projects: ['x'], condition: {} } })).toEqual([
    { field: 'rule.projects', before: null, after: 'x' },
    { field: 'rule.condition', before: null, after: '{}' },
  ])
})

test('an entry without either has no changes, and a plain value is shown', () => {
  expect(changesOf(null, null)).toEqual([])
  expect(changesOf(null, 'x')).toEqual([{ field: 'value', before: null, after: 'x' }])
})
