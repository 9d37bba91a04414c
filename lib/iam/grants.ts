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
  policies: readonly { permissionSetNames: string[]; projectId: string | null }[],
): Grant[] {
  const granted = policies.map((policy) => ({
    actions: new Set(
      permissionSets
        .filter((set) => policy.permissionSetNames.includes(set.name))
        .flatMap((set) => set.actions),
    ),
    projectId: policy.projectId,
    permissionSetNames: policy.permissionSetNames,
  }))
  return [ownAccount, ...granted]
}
