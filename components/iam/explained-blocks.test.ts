import { expect, test } from 'vitest'
import type { AccessPathDto, ExplainedScopeDto } from '@/lib/iam/access/schema.ts'
import { explainedBlocks } from './explained-blocks.ts'

const through = (name: string, isOrganizationWide: boolean): AccessPathDto => ({
  kind: 'rule',
  policy: { id: name, name },
  ruleId: name,
  ruleNumber: 1,
  permissionSetNames: [],
  isOrganizationWide,
  group: null,
  condition: '',
  isConditionMet: true,
})

const scope = (
  project: ExplainedScopeDto['project'],
  paths: Record<string, AccessPathDto[]>,
  blocked: readonly string[] = [],
): ExplainedScopeDto => ({
  project,
  actions: Object.entries(paths).map(([action, found]) => ({
    action,
    isAllowed: !blocked.includes(action),
    paths: found,
  })),
})

const shop = { id: 'shop', name: 'shop' }

test('actions through the same paths stand together, what cannot be used now comes last', () => {
  const mine = [through('mine', false)]
  const blocks = explainedBlocks(
    scope(
      shop,
      { 'instance.delete': mine, 'instance.read': mine, 'user.read': mine, 'user.create': mine },
      ['instance.delete', 'user.create'],
    ),
  )
  expect(blocks.map(({ isAllowed, actions }) => [isAllowed, actions.length])).toEqual([
    [true, 2],
    [false, 2],
  ])
})

test('a project tells only what it adds to the whole organization', () => {
  const paths = {
    'instance.read': [through('wide', true)],
    'instance.restart': [through('wide', true), through('mine', false)],
    'instance.delete': [through('mine', false)],
  }
  const names = explainedBlocks(scope(shop, paths)).flatMap(({ actions }) =>
    actions.map(({ action }) => action),
  )
  expect(names).toEqual(['instance.delete'])
  expect(explainedBlocks(scope(null, paths)).flatMap(({ actions }) => actions)).toHaveLength(3)
})
