import { expect, test } from 'vitest'
import type { LocalNode } from './load.ts'
import { restartOrder } from './restart-order.ts'

const node = (role: string): LocalNode => ({ id: role, role }) as LocalNode
const nodes = [node('primary'), node('replica'), node('standby')]
const order = (from: string, to: string, name = 'max_connections'): string[] =>
  restartOrder(nodes, [{ name, from, to }]).map(({ role }) => role)

test('what standbys must have as much of is raised on them first and lowered on them last', () => {
  expect(order('100', '200')).toEqual(['replica', 'standby', 'primary'])
  expect(order('200', '100')).toEqual(['primary', 'replica', 'standby'])
})

test('for any other setting the primary is gone only once, at the end', () => {
  expect(order('2048', '1024', 'track_activity_query_size')).toEqual([
    'replica',
    'standby',
    'primary',
  ])
})
