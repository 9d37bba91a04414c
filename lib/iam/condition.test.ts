import { describe, expect, test } from 'vitest'
import { ConditionEvaluator, whyConditionIsRefused, type RequestFacts } from './condition.ts'

const facts: RequestFacts = {
  address: '10.1.2.3',
  userAgent: 'terraform/1.9',
  at: new Date('2026-11-23T10:30:00Z'),
}
const isConditionMet = (condition: string, request: RequestFacts): boolean =>
  new ConditionEvaluator(request).isMet(condition)
const unknown: RequestFacts = { ...facts, address: null, userAgent: null }

test.each([
  ['', true],
  ['true', true],
  ['inIpRange(request.ip, "10.0.0.0/8")', true],
  ['inIpRange(request.ip, "10.1.2.3")', true],
  ['inIpRange(request.ip, "0.0.0.0/0")', true],
  ['inIpRange(request.ip, "10.1.0.0/15")', true],
  ['inIpRange(request.ip, "10.1.2.2/31")', true],
  ['inIpRange(request.ip, "10.1.2.0/31")', false],
  ['inIpRange(request.ip, "10.2.0.0/15")', false],
  ['inIpRange(request.ip, "192.168.0.0/16")', false],
  ['inIpRange(request.ip, "2001:db8::/32")', false],
  ['!inIpRange(request.ip, "10.0.0.0/8")', false],
  ['request.ip == "10.1.2.3"', true],
  ['request.ip in ["10.1.2.3", "10.1.2.4"]', true],
  ['request.time < timestamp("2027-01-01T00:00:00Z")', true],
  ['request.time < timestamp("2026-01-01T00:00:00Z")', false],
  ['request.time.getHours("Europe/Paris") == 11 && request.time.getDayOfWeek() == 1', true],
  ['request.user_agent.contains("terraform/")', true],
  ['request.user_agent.startsWith("curl")', false],
])('%s is %s for the sample request, and can be saved', (condition, isMet) => {
  expect(isConditionMet(condition, facts)).toBe(isMet)
  expect(whyConditionIsRefused(condition)).toBeNull()
})

test('an address counts the same in either notation', () => {
  const mapped = { ...facts, address: '::ffff:10.1.2.3' }
  expect(isConditionMet('request.ip == "10.1.2.3"', mapped)).toBe(true)
  expect(isConditionMet('inIpRange(request.ip, "10.0.0.0/8")', mapped)).toBe(true)
  const six = { ...facts, address: '2001:0db8:0::0001' }
  expect(isConditionMet('inIpRange(request.ip, "2001:db8::/32")', six)).toBe(true)
  expect(isConditionMet('request.ip == "2001:db8::1"', six)).toBe(true)
})

test.each([
  'request.ip != "192.0.2.1"',
  '!inIpRange(request.ip, "192.0.2.0/24")',
  '!(request.user_agent.contains("evil"))',
  'request.ip == "" || request.user_agent == ""',
])('%s does not hold for a request whose address and client are not known', (condition) => {
  expect(isConditionMet(condition, unknown)).toBe(false)
  expect(isConditionMet(condition, { ...unknown, address: 'unknown' })).toBe(false)
})

test.each(['1 +', 'request.ip', 'foo(1)', 'request.time.getHours("Nowhere/X") == 1', '1/0 == 1'])(
  '%s denies when it is evaluated, whoever stored it',
  (condition) => {
    expect(isConditionMet(condition, facts)).toBe(false)
    expect(whyConditionIsRefused(condition)).not.toBeNull()
  },
)

test('a client cannot make its name so long that it costs much', () => {
  const facts255 = { ...facts, userAgent: `${'x'.repeat(255)}needle` }
  expect(isConditionMet('request.user_agent.contains("needle")', facts255)).toBe(false)
})

describe('what cannot be saved says why', () => {
  test.each([
    ['1 +', /^The condition is not valid: .*at character/],
    ['request.foo == 1', /No such key: foo/],
    ['request.ip == 7', /no such overload: string == int/],
    ['request.ip', /^A condition is true or false; this one is a string\.$/],
    [
      'request.time > "2027-01-01T00:00:00Z"',
      /Write a time as timestamp\("2027-01-01T00:00:00Z"\)/,
    ],
    ['inIpRange(request.ip, "10.0.0.0/33")', /^10\.0\.0\.0\/33 is not a network/],
    ['inIpRange(request.ip, request.ip)', /^Write the network of inIpRange as text/],
    ['request.user_agent.matches("(a+)+$")', /^matches cannot be used in a condition/],
    ['[1, 2].all(x, x > 0)', /^all cannot be used in a condition/],
    ['request.time.getHours("Nowhere/X") == 1', /fails when it is tried/],
    ['timestamp("tomorrow") > request.time', /fails when it is tried/],
  ])('%s', (condition, message) => {
    expect(whyConditionIsRefused(condition)).toMatch(message)
  })
})
