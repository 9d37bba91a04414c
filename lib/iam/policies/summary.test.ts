import { expect, test } from 'vitest'
import { permissionSets } from '../catalogue.ts'
import { whyConditionIsRefused } from '../condition.ts'
import { buildCondition, readConditionParts, type ConditionParts } from './condition-parts.ts'
import { summariseRule } from './summary.ts'

const rule = {
  permissionSetNames: ['RelationalDatabasesReadOnly'],
  isOrganizationWide: false,
  projectNames: ['default'],
  condition: '',
}
const none: ConditionParts = {
  cidrs: [],
  notBefore: null,
  notAfter: null,
  userAgentContains: null,
}

test.each([
  [{}, 'May list and read instances in project default.'],
  [{ projectNames: ['a', 'b', 'c'] }, 'May list and read instances in projects a, b and c.'],
  [
    { isOrganizationWide: true, projectNames: [] },
    'May list and read instances in every project of the organization.',
  ],
  [
    {
      condition:
        'inIpRange(request.ip, "10.0.0.0/8") && request.time < timestamp("2027-01-01T00:00:00Z")',
    },
    'May list and read instances in project default, from 10.0.0.0/8, until 1 January 2027.',
  ],
  [
    {
      condition:
        '(inIpRange(request.ip, "10.0.0.0/8") || inIpRange(request.ip, "2001:db8::/32")) && request.time >= timestamp("2026-12-01T08:30:00Z")',
    },
    'May list and read instances in project default, from 10.0.0.0/8 or 2001:db8::/32, from 1 December 2026, 08:30 UTC on.',
  ],
  [
    { condition: 'request.user_agent.contains("terraform/")' },
    'May list and read instances in project default, with a client that names itself "terraform/".',
  ],
  [
    { condition: '!inIpRange(request.ip,\n  "10.0.0.0/8")' },
    'May list and read instances in project default, when !inIpRange(request.ip, "10.0.0.0/8").',
  ],
  [
    {
      permissionSetNames: ['IAMManager', 'AuditTrailReadOnly'],
      isOrganizationWide: true,
      projectNames: [],
    },
    'May manage members, groups, applications, API keys and policies and read and export the audit log.',
  ],
  [{ permissionSetNames: [] }, 'Allows nothing yet: choose a permission set.'],
  [
    { projectNames: [] },
    'Allows nothing: none of the projects to list and read instances in exists.',
  ],
])('a rule is told in one sentence: %j', (changes, sentence) => {
  expect(summariseRule({ ...rule, ...changes })).toBe(sentence)
})

test('every permission set has words of its own', () => {
  for (const { name } of permissionSets) {
    expect(summariseRule({ ...rule, permissionSetNames: [name] })).not.toContain('do what')
  }
})

test.each<Partial<ConditionParts>>([
  {},
  { cidrs: ['10.0.0.0/8'] },
  { cidrs: ['10.0.0.0/8', '2001:db8::/32'], notAfter: '2027-01-01T00:00:00.000Z' },
  { notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' },
  { cidrs: ['192.0.2.1/32'], userAgentContains: 'curl && (wget)' },
])('parts of a condition survive being written, can be saved and are read again: %j', (parts) => {
  const whole = { ...none, ...parts }
  const condition = buildCondition(whole)
  expect(whyConditionIsRefused(condition)).toBeNull()
  expect(readConditionParts(condition)).toEqual(whole)
})

test('text that ends the quotation is quoted, never code', () => {
  const condition = buildCondition({ ...none, userAgentContains: 'x") || true || ("' })
  expect(whyConditionIsRefused(condition)).toBeNull()
  expect(condition).toBe('request.user_agent.contains("x\\") || true || (\\"")')
})

test.each([
  'true',
  'inIpRange(request.ip, "10.0.0.0/8") || true',
  '(inIpRange(request.ip, "10.0.0.0/8")) || (true)',
  'inIpRange(request.ip, "10.0.0.0/8") && inIpRange(request.ip, "10.1.0.0/16")',
  '!request.user_agent.contains("a")',
  'request.time < timestamp("whenever")',
  'request.time.getHours() < 8',
])('%s is more than parts can say', (condition) => {
  expect(readConditionParts(condition)).toBeNull()
})
