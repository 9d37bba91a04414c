import { expect, test } from 'vitest'
import { formatBytes, formatBytesOf } from './bytes.ts'
import { formatCount } from './count.ts'
import { formatDuration, formatElapsed } from './duration.ts'
import { formatClock, formatDay, formatRelative, formatUtc } from './time.ts'

test('bytes use decimal units with at most one digit after the point', () => {
  expect(formatBytes(0)).toBe('0 bytes')
  expect(formatBytes(999)).toBe('999 bytes')
  expect(formatBytes(1_000)).toBe('1 kB')
  expect(formatBytes(5_000_000_000)).toBe('5 GB')
  expect(formatBytes(12_440_000_000)).toBe('12.4 GB')
  expect(formatBytes(10_000_000_000_000)).toBe('10 TB')
})

test('bytes never round up to a thousand of a unit', () => {
  expect(formatBytes(999_999)).toBe('1 MB')
  expect(formatBytes(999_900)).toBe('999.9 kB')
})

test('missing bytes are a dash and never zero', () => {
  expect(formatBytes(null)).toBe('–')
})

test('a part of a whole uses the unit of the whole', () => {
  expect(formatBytesOf(12_400_000_000, 31_000_000_000)).toBe('12.4 of 31 GB')
  expect(formatBytesOf(0, 31_000_000_000)).toBe('0 of 31 GB')
})

test('durations use at most two units and never show 60 of one', () => {
  expect(formatDuration(-5)).toBe('0 ms')
  expect(formatDuration(850)).toBe('850 ms')
  expect(formatDuration(999.7)).toBe('1.0 s')
  expect(formatDuration(3_240)).toBe('3.2 s')
  expect(formatDuration(9_990)).toBe('10 s')
  expect(formatDuration(59_700)).toBe('1 min 00 s')
  expect(formatDuration(243_000)).toBe('4 min 03 s')
  expect(formatDuration(3_599_800)).toBe('1 h 00 min')
  expect(formatDuration(7_500_000)).toBe('2 h 05 min')
  expect(formatDuration(273_600_000)).toBe('3 d 4 h')
})

test('elapsed time ticks in whole seconds', () => {
  expect(formatElapsed(900)).toBe('0 s')
  expect(formatElapsed(9_100)).toBe('9 s')
  expect(formatElapsed(61_999)).toBe('1 min 01 s')
})

test('absolute times are UTC and say so', () => {
  expect(formatUtc('2026-11-22T14:03:07.900Z')).toBe('2026-11-22 14:03:07 UTC')
  expect(formatUtc('2026-11-22T14:03:07+02:00')).toBe('2026-11-22 12:03:07 UTC')
  expect(formatClock('2026-11-22T14:03:07Z')).toBe('14:03:07 UTC')
  expect(formatDay('2026-11-22T23:59:59Z')).toBe('2026-11-22')
})

test('relative times name the largest unit and turn into a day after 30 days', () => {
  const now = '2026-11-22T12:00:00Z'
  expect(formatRelative('2026-11-22T11:59:57Z', now)).toBe('just now')
  expect(formatRelative('2026-11-22T12:00:02Z', now)).toBe('just now')
  expect(formatRelative('2026-11-22T11:59:48Z', now)).toBe('12 s ago')
  expect(formatRelative('2026-11-22T11:55:00Z', now)).toBe('5 min ago')
  expect(formatRelative('2026-11-22T08:59:00Z', now)).toBe('3 h ago')
  expect(formatRelative('2026-11-20T11:00:00Z', now)).toBe('2 d ago')
  expect(formatRelative('2026-11-22T12:05:00Z', now)).toBe('in 5 min')
  expect(formatRelative('2026-10-01T12:00:00Z', now)).toBe('2026-10-01')
})

test('counts agree with their noun', () => {
  expect(formatCount(1, 'instance')).toBe('1 instance')
  expect(formatCount(0, 'instance')).toBe('0 instances')
  expect(formatCount(2, 'entry', 'entries')).toBe('2 entries')
})
