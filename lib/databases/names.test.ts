import { expect, test } from 'vitest'
import { whyDatabaseNameIsRefused } from './names.ts'

test.each([
  'shop',
  'test-terraform',
  'größe',
  'quo"te',
  "it's",
  'with space',
  'Case',
  '数据库',
  'a;b',
])('%s is a name on both engines', (name) => {
  expect(whyDatabaseNameIsRefused(name, 'postgresql')).toBeNull()
  expect(whyDatabaseNameIsRefused(name, 'mysql')).toBeNull()
})

test.each([
  ['', 'Enter a name.'],
  ['  ', 'Enter a name.'],
  ['end ', 'A name has no spaces at its start or end.'],
  [' start', 'A name has no spaces at its start or end.'],
  ['a\nb', 'Use visible characters only.'],
  ['a\u200bb', 'Use visible characters only.'],
  ['a/b', 'A name cannot have / \\ ? # or %.'],
  ['a\\b', 'A name cannot have / \\ ? # or %.'],
  ['a%20b', 'A name cannot have / \\ ? # or %.'],
  ['..', 'A name needs more than dots.'],
  ['_rdb_x', 'Names that start with _rdb are reserved.'],
  ['_RDB', 'Names that start with _rdb are reserved.'],
])('%j is refused on both engines: %s', (name, message) => {
  expect(whyDatabaseNameIsRefused(name, 'postgresql')).toBe(message)
  expect(whyDatabaseNameIsRefused(name, 'mysql')).toBe(message)
})

test.each([
  ['x'.repeat(64), 'A PostgreSQL database name has at most 63 characters.'],
  ['ü'.repeat(32), 'A PostgreSQL database name has at most 63 bytes in UTF-8; this one has more.'],
  ['postgres', 'The name postgres belongs to PostgreSQL itself.'],
  ['template1', 'The name template1 belongs to PostgreSQL itself.'],
  ['pg_own', 'Names that start with pg_ are reserved.'],
])('%s is refused on PostgreSQL: %s', (name, message) => {
  expect(whyDatabaseNameIsRefused(name, 'postgresql')).toBe(message)
})

test.each([
  ['x'.repeat(65), 'A MySQL database name has at most 64 characters.'],
  ['a.b', 'A MySQL database name cannot have a dot.'],
  ['🐬', 'MySQL names cannot have emoji or other characters beyond the basic plane.'],
  ['MySQL', 'The name MySQL belongs to MySQL itself.'],
  ['information_schema', 'The name information_schema belongs to MySQL itself.'],
])('%s is refused on MySQL: %s', (name, message) => {
  expect(whyDatabaseNameIsRefused(name, 'mysql')).toBe(message)
})

test('names at the very limit are fine', () => {
  expect(whyDatabaseNameIsRefused('x'.repeat(63), 'postgresql')).toBeNull()
  expect(whyDatabaseNameIsRefused('ü'.repeat(64), 'mysql')).toBeNull()
})
