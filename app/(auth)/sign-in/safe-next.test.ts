import { expect, test } from 'vitest'
import { safeNext } from './safe-next.ts'

test('a path of the console is kept with its query', () => {
  expect(safeNext('/instances?status=error')).toBe('/instances?status=error')
})

test('another host, another scheme and nonsense lead to the overview', () => {
  for (const next of [
    undefined,
    '',
    'instances',
    '//evil.test/x',
    '/\\evil.test',
    '/\t/evil.test',
    'https://evil.test',
    '/.//evil.test',
    '/a/..//evil.test',
    '/%2e//evil.test',
    '/a/%2E%2e//evil.test',
    '/./\\evil.test',
    '/.\t//evil.test',
    'javascript:alert(1)',
    '/sign-in',
  ]) {
    expect(safeNext(next)).toBe('/')
  }
})
