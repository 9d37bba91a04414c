import { expect, test } from 'vitest'
import { whyNodeTypeDoesNotFit, whyVolumeDoesNotFit, type Capacity } from './capacity.ts'
import { findNodeType, type NodeType } from './node-types.ts'

const gib = 1024 ** 3
const machine: Capacity = {
  memoryBytes: 4 * gib,
  promisedMemoryBytes: 0,
  diskFreeBytes: 20e9,
  promisedVolumeBytes: 0,
}

function nodeType(name: string): NodeType {
  const type = findNodeType(name)
  if (!type) throw new Error(name)
  return type
}

test('promises never add up to more memory than the machine has after its own share', () => {
  expect(whyNodeTypeDoesNotFit(nodeType('db-dev-s'), machine)).toBeNull()
  const half = { ...machine, promisedMemoryBytes: 2 * gib }
  expect(whyNodeTypeDoesNotFit(nodeType('db-dev-s'), half)).toContain('1.1 GB of this machine')
  expect(whyNodeTypeDoesNotFit(nodeType('db-dev-xs'), half)).toBeNull()
})

test('promises never add up to more disk than is free', () => {
  expect(whyVolumeDoesNotFit(15e9, machine)).toBeNull()
  expect(whyVolumeDoesNotFit(20e9, machine)).toContain('18.0 GB')
  expect(whyVolumeDoesNotFit(15e9, { ...machine, promisedVolumeBytes: 5e9 })).toContain('13.0 GB')
})

test('an overbooked machine offers nothing rather than a negative amount', () => {
  const full = { ...machine, promisedMemoryBytes: 8 * gib }
  expect(whyNodeTypeDoesNotFit(nodeType('db-dev-xs'), full)).toContain('0.0 GB')
})
