import { expect, test } from 'vitest'
import { compareVersions, parseRelease, seriesOf, upstreamRelease } from '@/agent/packs/version.ts'

test.each([
  ['postgresql', 'postgres (PostgreSQL) 17.11 (Debian 17.11-0+deb13u1)', '17.11'],
  ['postgresql', 'postgres (PostgreSQL) 15.18', '15.18'],
  ['mysql', '/usr/sbin/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))', '9.7.4'],
  ['haproxy', 'HAProxy version 3.2.26-1 2026/01/02 - https://haproxy.org/', '3.2.26'],
] as const)('the release of %s is read from what it prints', (product, printed, release) => {
  expect(parseRelease(product, printed)).toBe(release)
})

test.each([
  ['mysql', 'mysqld  Ver 10.11.6-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64'],
  ['postgresql', 'postgres (PostgreSQL) 19beta1'],
  ['postgresql', 'postgres (PostgreSQL) 19devel'],
  ['haproxy', 'something else entirely'],
  ['mysql', ''],
] as const)('a foreign or unreleased %s has no release: %s', (product, printed) => {
  expect(parseRelease(product, printed)).toBeNull()
})

test('versions are ordered by numbers, not by letters', () => {
  const sorted = ['9.7', '10.1', '9.10', '3.2.26', '3.2', '3.2.3'].sort(compareVersions)
  expect(sorted).toEqual(['3.2', '3.2.3', '3.2.26', '9.7', '9.10', '10.1'])
  expect(compareVersions('3.2', '3.2.0')).toBe(0)
})

test('the series is what users choose', () => {
  expect(seriesOf('postgresql', '17.11')).toBe('17')
  expect(seriesOf('mysql', '9.7.4')).toBe('9.7')
  expect(seriesOf('haproxy', '3.2.26')).toBe('3.2')
})

test('a package version yields the release of its makers', () => {
  expect(upstreamRelease('17.11-0+deb13u1')).toBe('17.11')
  expect(upstreamRelease('1:9.7.4+dfsg-2')).toBe('9.7.4')
})
