import { expect, test } from 'vitest'
import { accessReviewCsv } from './export.ts'
import { flagsOf, type Facts } from './flags.ts'
import { byUrgency } from './order.ts'
import type { ReviewItemDto } from './schema.ts'

const dayMs = 24 * 60 * 60 * 1000
const now = new Date('2030-06-15T12:00:00Z')
const daysAgo = (days: number): Date => new Date(now.getTime() - days * dayMs)

const facts: Facts = {
  kind: 'member',
  name: 'ada@example.test',
  createdAt: daysAgo(400),
  lastUsedAt: daysAgo(1),
  expiresAt: null,
  isAdmin: false,
  isOnlyOwner: false,
  hasNoPrincipal: false,
  hasCustomPrivilege: false,
  isMadeBySql: false,
  reviewBy: null,
}

const flags = (changes: Partial<Facts>): string[] => flagsOf({ ...facts, ...changes }, now)

test('what is used and plain has no flag', () => {
  expect(flags({})).toEqual([])
})

test('what was not used for 30 and for 90 days has one flag of the two', () => {
  expect(flags({ lastUsedAt: daysAgo(29) })).toEqual([])
  expect(flags({ lastUsedAt: daysAgo(31) })).toEqual(['unused_30'])
  expect(flags({ lastUsedAt: daysAgo(91) })).toEqual(['unused_90'])
})

test('what was never used is idle since it was made', () => {
  expect(flags({ lastUsedAt: null, createdAt: daysAgo(1) })).toEqual(['never_used'])
  expect(flags({ lastUsedAt: null, createdAt: daysAgo(100) })).toEqual(['unused_90', 'never_used'])
})

test('ranges that let everyone in are wide open, in both families', () => {
  expect(flags({ kind: 'allowed_ip', name: '0.0.0.0/0' })).toEqual(['wide_open'])
  expect(flags({ kind: 'allowed_ip', name: '::/0' })).toEqual(['wide_open'])
  expect(flags({ kind: 'allowed_ip', name: '10.0.0.0/8' })).toEqual([])
})

test('keys without an end and those past it are told apart; others need no end', () => {
  expect(flags({ kind: 'api_key' })).toEqual(['no_expiry'])
  expect(flags({ kind: 'api_key', expiresAt: daysAgo(1) })).toEqual(['expired'])
  expect(flags({ kind: 'api_key', expiresAt: daysAgo(-1) })).toEqual([])
})

test('nothing is said about the use of client certificates, which nobody sees', () => {
  const certificate = {
    kind: 'client_certificate',
    lastUsedAt: null,
    expiresAt: daysAgo(-9),
  } as const
  expect(flags(certificate)).toEqual([])
})

test('rights, origin and privileges have flags of their own', () => {
  expect(flags({ isAdmin: true, isOnlyOwner: true })).toEqual(['admin', 'only_owner'])
  expect(flags({ hasNoPrincipal: true, hasCustomPrivilege: true, isMadeBySql: true })).toEqual([
    'no_principal',
    'custom_privilege',
    'made_by_sql',
  ])
})

test('what was to be looked at again is due from that day on', () => {
  expect(flags({ reviewBy: daysAgo(-1) })).toEqual([])
  expect(flags({ reviewBy: daysAgo(0) })).toEqual(['review_due'])
})

const item: ReviewItemDto = {
  kind: 'allowed_ip',
  id: 'a',
  name: '=HYPERLINK("x")',
  place: 'orders',
  instanceId: null,
  opens: ['office'],
  createdAt: now.toISOString(),
  lastUsedAt: null,
  useCount: 3,
  expiresAt: null,
  flags: [],
  href: '/',
  decision: null,
}

test('the most pressing come first and the settled last, unless they are due again', () => {
  const decision = {
    decision: 'keep',
    note: '',
    decidedByName: 'Ada',
    decidedAt: now.toISOString(),
    reviewBy: null,
  } as const
  const items: ReviewItemDto[] = [
    { ...item, id: 'settled', flags: ['wide_open'], decision },
    { ...item, id: 'plain' },
    { ...item, id: 'idle', flags: ['unused_30'] },
    { ...item, id: 'due', flags: ['review_due'], decision },
    { ...item, id: 'open', flags: ['wide_open'] },
  ]
  expect(byUrgency(items).map(({ id }) => id)).toEqual(['due', 'open', 'idle', 'plain', 'settled'])
})

test('a spreadsheet takes no name for a formula', () => {
  const [header, row] = accessReviewCsv([item]).split('\r\n')
  expect(header).toContain('kind,name,place')
  expect(row).toContain(`"'=HYPERLINK(""x"")"`)
})
