import { expect, test } from 'vitest'
import { allActions } from '@/lib/iam/catalogue.ts'
import { actionLabel, byNoun } from './words.ts'

test('every action has words for people, without the signs of its name', () => {
  for (const action of allActions) expect(actionLabel(action)).toMatch(/^[A-Z][A-Za-z ]+: [a-z ]+$/)
  expect(actionLabel('member.update-password')).toBe('Members: update password')
  expect(actionLabel('allowed_ip.create')).toBe('Allowed IPs: create')
})

test('actions about the same thing stand together, in their order', () => {
  const actions = ['instance.read', 'policy.read', 'instance.delete'].map((action) => ({ action }))
  expect(byNoun(actions).map(([noun, items]) => [noun, items.length])).toEqual([
    ['Instances', 2],
    ['Policies', 1],
  ])
})
