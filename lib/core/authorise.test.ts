import { describe, expect, test } from 'vitest'
import { authorise, isAllowed, projectScope, type ResourceRef } from './authorise.ts'
import type { Actor, Context, Rights } from './context.ts'

const organizationId = 'organization'
const instance: ResourceRef = {
  type: 'instance',
  id: 'instance',
  name: 'orders',
  projectId: 'mine',
  organizationId,
}

interface Grant {
  actions: string[]
  projectId: string | null
}

const rightsOf = (grants: readonly Grant[]): Rights => {
  const given = (action: string) => grants.filter(({ actions }) => actions.includes(action))
  const allows = (action: string, projectId: string | null): boolean =>
    given(action).some((grant) => grant.projectId === null || grant.projectId === projectId)
  return {
    allows: (action, { projectId }) => allows(action, projectId),
    projectsFor: (action) =>
      given(action).some(({ projectId }) => projectId === null)
        ? 'all'
        : given(action).flatMap(({ projectId }) => projectId ?? []),
    mayPassOn: (action, projectId) => allows(action, projectId),
  }
}

function member(changes: { isOwner?: boolean; grants?: Grant[]; organizationId?: string }): Actor {
  const { grants = [], ...others } = changes
  return {
    kind: 'member',
    sessionId: 's',
    memberId: 'm',
    name: 'a@example.com',
    organizationId,
    isOwner: false,
    rights: rightsOf(grants),
    ...others,
  }
}

const grant = (actions: string[], projectId: string | null): Grant => ({ actions, projectId })

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

  test('what is of another organization looks as if it did not exist, even to its owners', () => {
    const stranger = member({ isOwner: true, organizationId: 'other' })
    for (const ref of [instance, { ...instance, id: null }, { ...instance, isKnownToAll: true }]) {
      expect(() => {
        authorise(context(stranger), 'instance.delete', ref)
      }).toThrow(expect.objectContaining({ code: 'not_found' }))
    }
  })

  test('what everybody knows of is refused, not denied to exist', () => {
    expect(() => {
      authorise(context(member({})), 'instance.delete', { ...instance, isKnownToAll: true })
    }).toThrow(expect.objectContaining({ code: 'forbidden' }))
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
