import { findPermissionSet } from '@/lib/iam/catalogue.ts'
import type { ActionName } from '@/lib/core/context.ts'

const nouns: Readonly<Record<string, string>> = {
  allowed_ip: 'Allowed IPs',
  api_key: 'API keys',
  audit: 'Audit log',
  engine: 'Engines',
  policy: 'Policies',
  access_review: 'Access review',
}

/** What an action is about, for example "Instances". */
export function actionNoun(action: string): string {
  const type = action.split('.')[0] ?? action
  const known = nouns[type]
  if (known) return known
  const words = type.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}s`
}

/** What is done, for example "update password". */
export function actionVerb(action: string): string {
  return (action.split('.')[1] ?? '').replaceAll('-', ' ').replaceAll('_', ' ')
}

/** Both, for a list of actions to choose from: "Instances: restart". */
export function actionLabel(action: string): string {
  return `${actionNoun(action)}: ${actionVerb(action)}`
}

/** Groups things about actions by what the actions are about, in their order. */
export function byNoun<T extends { action: string }>(items: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const noun = actionNoun(item.action)
    groups.set(noun, [...(groups.get(noun) ?? []), item])
  }
  return [...groups]
}

/** Actions of the permission sets together, in the order of the catalogue. */
export function actionsOfSets(names: readonly string[]): ReadonlySet<ActionName> {
  return new Set(names.flatMap((name) => findPermissionSet(name)?.actions ?? []))
}
