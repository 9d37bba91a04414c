import { expect, test } from 'vitest'
import { isInstalled } from './installed.mjs'

const lock = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3' },
  'node_modules/tool': { version: '2.0.0', dev: true },
  'node_modules/native': { version: '3.0.0', optional: true },
}

test('a finished installation of the same versions is kept', () => {
  expect(isInstalled(lock, { ...lock }, true)).toBe(true)
})

test('a package of another version or a missing one asks for an installation', () => {
  expect(isInstalled(lock, { ...lock, 'node_modules/a': { version: '1.2.4' } }, false)).toBe(false)
  expect(isInstalled(lock, {}, false)).toBe(false)
})

test('development packages are asked for only by those who need them', () => {
  const production = { 'node_modules/a': { version: '1.2.3' } }
  expect(isInstalled(lock, production, false)).toBe(true)
  expect(isInstalled(lock, production, true)).toBe(false)
})
