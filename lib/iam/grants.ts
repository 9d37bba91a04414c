import type { Grant } from '@/lib/core/context.ts'
import { ownAccountActions, permissionSets } from './catalogue.ts'

/** The right over one's own account; its commands refuse it for any other account. */
const ownAccount: Grant = {
  actions: new Set(ownAccountActions),
  projectId: null,
  permissionSetNames: [],
}

/**
 * Turns stored policies into the rights that the evaluator reads, with the right over one's own
 * account; unknown set names give none.
 */
export function grantsOf(
  rules: readonly {
    permissionSetNames: string[]
    isOrganizationWide: boolean
    projectIds: string[]
  }[],
): Grant[] {
  const granted = rules.flatMap((rule) => {
    const actions = new Set<string>(
      permissionSets
        .filter((set) => rule.permissionSetNames.includes(set.name))
        .flatMap((set) => set.actions),
    )
    const { permissionSetNames } = rule
    const projectIds = rule.isOrganizationWide ? [null] : rule.projectIds
    return projectIds.map((projectId) => ({ actions, projectId, permissionSetNames }))
  })
  return [ownAccount, ...granted]
}
