import { describe, expect, test } from 'vitest'
import { allActions, ownAccountActions, permissionSets } from './catalogue.ts'
import { Evaluator, type Rule } from './evaluator.ts'

const facts = {
  address: '10.1.2.3',
  userAgent: 'test',
  at: new Date('2026-11-23T10:30:00Z'),
}
const inside = 'inIpRange(request.ip, "10.0.0.0/8")'
const outside = 'inIpRange(request.ip, "192.0.2.0/24")'

const rule = (changes: Partial<Rule> = {}): Rule => ({
  permissionSetNames: ['RelationalDatabasesReadOnly'],
  projectIds: null,
  condition: '',
  ...changes,
})
const evaluator = (...rules: Rule[]) => new Evaluator(rules, facts, 'me')
const mine = { projectId: 'mine' }

describe('what is allowed', () => {
  test('nothing is by default, and nothing is by an unknown permission set', () => {
    for (const action of allActions) {
      expect(evaluator().allows(action, mine)).toBe(false)
      const unknown = rule({ permissionSetNames: ['NoSuchSet'] })
      expect(evaluator(unknown).allows(action, mine)).toBe(false)
    }
  })

  test.each(permissionSets)('$name allows exactly its actions', ({ name, actions }) => {
    const rights = evaluator(rule({ permissionSetNames: [name] }))
    expect(allActions.filter((action) => rights.allows(action, mine)).toSorted()).toEqual(
      [...new Set(actions)].toSorted(),
    )
  })

  test('a rule for projects holds there, not elsewhere, and not in the organization', () => {
    const rights = evaluator(rule({ projectIds: ['mine', 'ours'] }))
    expect(rights.allows('instance.read', mine)).toBe(true)
    expect(rights.allows('instance.read', { projectId: 'theirs' })).toBe(false)
    expect(rights.allows('instance.read', { projectId: null })).toBe(false)
    expect(rights.projectsFor('instance.read')).toEqual(['mine', 'ours'])
    expect(rights.projectsFor('instance.delete')).toEqual([])
  })

  test('a rule whose projects are all gone allows nothing', () => {
    const rights = evaluator(rule({ projectIds: [] }))
    expect(rights.allows('instance.read', mine)).toBe(false)
    expect(rights.projectsFor('instance.read')).toEqual([])
  })

  test('rules add up, and one that does not hold takes nothing away', () => {
    const rights = evaluator(rule({ condition: outside }), rule({ projectIds: ['mine'] }))
    expect(rights.allows('instance.read', mine)).toBe(true)
    expect(rights.projectsFor('instance.read')).toEqual(['mine'])
    expect(evaluator(rule({ condition: outside })).allows('instance.read', mine)).toBe(false)
    expect(evaluator(rule({ condition: inside })).projectsFor('instance.read')).toBe('all')
  })

  test('everybody may do what concerns their own account, and no other', () => {
    for (const action of ownAccountActions) {
      expect(evaluator().allows(action, { projectId: null, memberId: 'me' })).toBe(true)
      expect(evaluator().allows(action, { projectId: null, memberId: 'you' })).toBe(false)
      expect(evaluator().allows(action, { projectId: null, memberId: null })).toBe(false)
    }
    expect(evaluator().allows('member.delete', { projectId: null, memberId: 'me' })).toBe(false)
  })
})

describe('what may be passed on', () => {
  test('what is held without a condition, on any condition', () => {
    expect(evaluator(rule()).mayPassOn('instance.read', null, '')).toBe(true)
    expect(evaluator(rule()).mayPassOn('instance.read', 'mine', outside)).toBe(true)
    expect(evaluator(rule()).mayPassOn('instance.delete', 'mine', '')).toBe(false)
  })

  test('what is held in some projects, in these only', () => {
    const rights = evaluator(rule({ projectIds: ['mine'] }))
    expect(rights.mayPassOn('instance.read', 'mine', '')).toBe(true)
    expect(rights.mayPassOn('instance.read', 'theirs', '')).toBe(false)
    expect(rights.mayPassOn('instance.read', null, '')).toBe(false)
  })

  test('what is held on a condition, on this very one only, and while it holds', () => {
    const rights = evaluator(rule({ condition: inside }))
    expect(rights.mayPassOn('instance.read', null, inside)).toBe(true)
    expect(rights.mayPassOn('instance.read', null, '')).toBe(false)
    expect(rights.mayPassOn('instance.read', null, `${inside} || true`)).toBe(false)
    expect(evaluator(rule({ condition: outside })).mayPassOn('instance.read', null, outside)).toBe(
      false,
    )
  })

  test('the own account is nobody else’s to be given', () => {
    expect(evaluator().mayPassOn('member.update-password', null, '')).toBe(false)
  })
})

test('operators delete nothing and see no credentials; backup operators change no instance', () => {
  const actionsOf = (name: string): readonly string[] =>
    permissionSets.find((set) => set.name === name)?.actions ?? []
  const operator = actionsOf('RelationalDatabasesOperator')
  expect(operator).toContain('instance.restart')
  for (const action of operator) {
    expect(action).not.toMatch(/\.(delete|create)$|^(user|privilege|client_certificate)\.(?!read)/)
  }
  for (const action of actionsOf('RelationalDatabasesBackupOperator')) {
    expect(action).toMatch(/\.read$|^backup\./)
  }
})
