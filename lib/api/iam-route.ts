import { failures } from './route.ts'

/** The path of a call on IAM. */
export function iam<P extends string>(path: P): `/iam/v1alpha1${P}` {
  return `/iam/v1alpha1${path}`
}

/** The answers of a call that returns nothing. */
export const nothing = { 204: { description: 'Done.' }, ...failures }
