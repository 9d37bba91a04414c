import { expect, test } from 'vitest'
import type { AccessPathDto, PrincipalExplanationDto } from '@/lib/iam/access/schema.ts'
import { policyEffect } from './policy-effect.ts'

const shop = { id: 'shop', name: 'shop' }
const lab = { id: 'lab', name: 'lab' }
const readOnly = 'RelationalDatabasesReadOnly'

const through = (policyId: string, condition = ''): AccessPathDto => ({
  kind: 'rule',
  policy: { id: policyId, name: policyId },
  ruleId: `rule of ${policyId}`,
  ruleNumber: 1,
  permissionSetNames: [readOnly],
  isOrganizationWide: false,
  group: null,
  condition,
  isConditionMet: false,
})

function explained(paths: Record<string, AccessPathDto[]>): PrincipalExplanationDto {
  const actions = Object.entries(paths).map(([action, found]) => ({
    action,
    isAllowed: true,
    paths: found,
  }))
  return {
    principal: { kind: 'member', id: 'ada', name: 'ada@example.test' },
    isOwner: false,
    blockedBecause: null,
    groups: [],
    scopes: [
      { project: null, actions: [] },
      { project: shop, actions },
      { project: lab, actions: [] },
    ],
  }
}

const inShop = { permissionSetNames: [readOnly], isOrganizationWide: false, projectIds: ['shop'] }

test('what a rule for one project adds is shown there and nowhere else', () => {
  const effects = policyEffect(explained({}), null, [inShop], [shop, lab])
  expect(effects.map(({ project }) => project?.name)).toEqual(['shop'])
  expect(effects[0]?.added).toContain('instance.read')
  expect(effects[0]?.removed).toEqual([])
})

test('a rule for the organization counts once, not again in each project', () => {
  const rule = { ...inShop, isOrganizationWide: true, projectIds: [] }
  const effects = policyEffect(explained({}), null, [rule], [shop, lab])
  expect(effects.map(({ project }) => project)).toEqual([null])
})

test('what another policy allows always is not new, what it allows at times is', () => {
  const before = explained({
    'instance.read': [through('other')],
    'database.read': [through('other', 'request.ip == "::1"')],
  })
  const [effect] = policyEffect(before, null, [inShop], [shop])
  expect(effect?.added).not.toContain('instance.read')
  expect(effect?.added).toContain('database.read')
})

test('without its rules a policy takes away what only it allows', () => {
  const before = explained({
    'instance.read': [through('mine'), through('other')],
    'instance.delete': [through('mine')],
  })
  expect(policyEffect(before, 'mine', [], [shop])).toEqual([
    { project: shop, added: [], removed: ['instance.delete'] },
  ])
})

test('saving a policy as it is changes nothing', () => {
  const actions = Object.fromEntries(
    (policyEffect(explained({}), null, [inShop], [shop])[0]?.added ?? []).map((action) => [
      action,
      [through('mine')],
    ]),
  )
  expect(policyEffect(explained(actions), 'mine', [inShop], [shop])).toEqual([])
})

test('no policy changes anything for an owner', () => {
  expect(policyEffect({ ...explained({}), isOwner: true }, null, [inShop], [shop])).toEqual([])
})
