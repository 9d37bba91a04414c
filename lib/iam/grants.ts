import type { Grant } from '@/lib/core/context.ts'
import { permissionSets } from './catalogue.ts'

/** Turns stored policies into the rights that the evaluator reads; unknown set names give none. */
export function grantsOf(
  policies: readonly { permissionSetNames: string[]; projectId: string | null }[],
): Grant[] {
  return policies.map((policy) => ({
    actions: new Set(
      permissionSets
        .filter((set) => policy.permissionSetNames.includes(set.name))
        .flatMap((set) => set.actions),
    ),
    projectId: policy.projectId,
    permissionSetNames: policy.permissionSetNames,
  }))
}
