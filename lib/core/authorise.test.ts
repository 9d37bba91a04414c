import { describe, expect, test } from 'vitest'
import { authorise, isAllowed, projectScope, type ResourceRef } from './authorise.ts'
import type { Actor, Context, Grant } from './context.ts'

const organizationId = 'organization'
const instance: ResourceRef = {
  type: 'instance',
  id: 'instance',
  name: 'orders',
  projectId: 'mine',
  organizationId,
}

function member(changes: { isOwner?: boolean; grants?: Grant[]; organizationId?: string }): Actor {
  return {
    kind: 'member',
    sessionId: 's',
    memberId: 'm',
    name: 'a@example.com',
    organizationId,
    isOwner: false,
    grants: [],
    ...changes,
  }
}

function grant(actions: string[], projectId: string | null): Grant {
  return { actions: new Set(actions), projectId, permissionSetNames: ['Set'] }
}

const context = (actor: Actor): Context => ({
  actor,
  requestId: 'r',
  address: null,
  userAgent: null,
})

describe('who may act', () => {
  test('nobody may do anything by default', () => {
    expect(isAllowed({ kind: 'anonymous' }, 'instance.read', instance)).toBe(false)
    expect(isAllowed(member({}), 'instance.read', instance)).toBe(false)
  })

  test('an owner may do everything in their organization and nothing in another', () => {
    expect(isAllowed(member({ isOwner: true }), 'instance.delete', instance)).toBe(true)
    const stranger = member({ isOwner: true, organizationId: 'other' })
    expect(isAllowed(stranger, 'instance.read', instance)).toBe(false)
  })

  test('a grant holds for its actions and its project only', () => {
    const viewer = member({ grants: [grant(['instance.read'], 'mine')] })
    expect(isAllowed(viewer, 'instance.read', instance)).toBe(true)
    expect(isAllowed(viewer, 'instance.delete', instance)).toBe(false)
    expect(isAllowed(viewer, 'instance.read', { ...instance, projectId: 'other' })).toBe(false)
  })

  test('a grant without project holds in every project', () => {
    const viewer = member({ grants: [grant(['instance.read'], null)] })
    expect(isAllowed(viewer, 'instance.read', { ...instance, projectId: 'other' })).toBe(true)
    expect(projectScope(viewer, 'instance.read').projectIds).toBe('all')
  })

  test('what may not be read looks as if it did not exist', () => {
    expect(() => {
      authorise(context(member({})), 'instance.delete', instance)
    }).toThrow(expect.objectContaining({ code: 'not_found' }))
  })

  test('what may be read but not done is forbidden', () => {
    const viewer = member({ grants: [grant(['instance.read'], 'mine')] })
    expect(() => {
      authorise(context(viewer), 'instance.delete', instance)
    }).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })

  test('lists are limited to the granted projects', () => {
    const viewer = member({ grants: [grant(['instance.read'], 'mine')] })
    expect(projectScope(viewer, 'instance.read')).toEqual({ organizationId, projectIds: ['mine'] })
    expect(projectScope(viewer, 'instance.delete').projectIds).toEqual([])
    expect(projectScope({ kind: 'anonymous' }, 'instance.read').projectIds).toEqual([])
  })
})
