import { describe, expect, test } from 'vitest'
import {
  can,
  instanceStatuses,
  isInTransition,
  mayBecome,
  statusLabel,
  toInstanceStatus,
} from './state.ts'

describe('lifecycle of an instance', () => {
  test('every status has a label of its own', () => {
    const labels = instanceStatuses.map(statusLabel)
    expect(new Set(labels).size).toBe(instanceStatuses.length)
  })

  test.each(instanceStatuses)('deletion works from %s', (status) => {
    expect(status === 'deleting' || mayBecome(status, 'deleting')).toBe(true)
  })

  test.each(instanceStatuses.filter(isInTransition))(
    '%s ends in rest or in error by itself, never for ever',
    (status) => {
      expect(mayBecome(status, 'error')).toBe(true)
      expect(status === 'deleting' || mayBecome(status, 'ready')).toBe(true)
    },
  )

  test('a deleted instance can never be ready again', () => {
    expect(mayBecome('deleting', 'ready')).toBe(false)
  })

  test('a stored status of another release shows as unknown', () => {
    expect(toInstanceStatus('levitating')).toBe('unknown')
    expect(toInstanceStatus('ready')).toBe('ready')
  })

  test('what a status forbids comes with its reason', () => {
    for (const status of instanceStatuses) {
      for (const check of Object.values(can)) {
        const permitted = check({ status })
        expect(permitted.allowed || permitted.reason.length > 10).toBe(true)
      }
    }
  })

  test('only running instances restart, and never one that is being deleted', () => {
    expect(instanceStatuses.filter((status) => can.restart({ status }).allowed)).toEqual([
      'ready',
      'error',
      'disk_full',
    ])
  })
})
