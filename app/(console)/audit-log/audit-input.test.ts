import { describe, expect, test } from 'vitest'
import { fieldValue, rangeChanges, rangeOf } from './_components/time-range.ts'
import { auditFiltersFrom, auditInputFrom, exportHref } from './audit-input.ts'

const from = (address: string) => (key: string) => new URLSearchParams(address).get(key)
const id = '00000000-0000-4000-8000-000000000001'
const place = `2026-11-23T14:00:00.000Z_${id}`

describe('the address of the page', () => {
  test('gives its filters, and nonsense counts as not set', () => {
    const good = `actor=ana&action=instance.&outcome=refused&instanceId=${id}&from=2026-11-23T14:00`
    expect(auditFiltersFrom(from(good))).toEqual({
      actor: 'ana',
      action: 'instance.',
      outcome: 'refused',
      instanceId: id,
      from: '2026-11-23T14:00:00.000Z',
    })
    const bad = 'outcome=perhaps&instanceId=1&from=soon&action=%27&text=%20&colour=red'
    expect(auditFiltersFrom(from(bad))).toEqual({})
  })

  test('gives one place in the log at most', () => {
    expect(auditInputFrom(from(`before=${place}&after=${place}`))).toEqual({
      before: place,
      limit: 50,
    })
    expect(auditInputFrom(from(`before=x&after=${place}`))).toEqual({ after: place, limit: 50 })
  })

  test('of an export carries the filters and nothing else', () => {
    const href = exportHref(id, 'csv', { text: 'a&b', outcome: 'refused' })
    expect(Object.fromEntries(new URL(href, 'http://x').searchParams)).toEqual({
      organizationId: id,
      format: 'csv',
      text: 'a&b',
      outcome: 'refused',
    })
  })
})

describe('time ranges', () => {
  test('a chosen range becomes a fixed beginning on a whole minute', () => {
    const now = Date.parse('2026-11-23T14:03:07.500Z')
    expect(rangeChanges('1h', now)).toEqual({
      range: '1h',
      from: '2026-11-23T13:03:00.000Z',
      until: null,
    })
    expect(rangeChanges('', now)).toEqual({ range: null, from: null, until: null })
  })

  test('a beginning or an end of one’s own is a custom range', () => {
    expect(rangeOf(from(''))).toBe('')
    expect(rangeOf(from('range=24h&from=2026-11-23T14:00:00Z'))).toBe('24h')
    expect(rangeOf(from('range=24h&from=2026-11-23T14:00:00Z&until=2026-11-24'))).toBe('custom')
    expect(rangeOf(from('from=2026-11-23T14:00:00Z'))).toBe('custom')
    expect(rangeOf(from('range=custom'))).toBe('custom')
  })

  test('fields show UTC', () => {
    expect(fieldValue('2026-11-23T14:03:00+02:00')).toBe('2026-11-23T12:03')
    expect(fieldValue('2026-11-23T14:03')).toBe('2026-11-23T14:03')
    expect(fieldValue('soon')).toBe('')
  })
})
