import { z } from 'zod'

/** PostgreSQL's text cannot hold the NUL character. */
export const withoutNul = /^[^\0]*$/
const printable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u

/** A password that a member chooses for the console. */
export const newPasswordSchema = z
  .string()
  .min(12, 'At least 12 characters.')
  .max(1024, 'At most 1024 characters.')

/** The name of a group, an application or a policy. Rule: IAM API. */
export const principalNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(64, 'A name has at most 64 characters.')
  .regex(/^[a-zA-Z0-9()._\- ]+$/, {
    message: 'Use letters, digits, spaces, dots, dashes, underscores and parentheses.',
  })

/** A description of anything in IAM. Rule: IAM API. */
export const descriptionSchema = z
  .string()
  .trim()
  .max(200, 'A description has at most 200 characters.')
  .regex(withoutNul, 'The NUL character is not allowed.')

/** Tags of anything in IAM. Rule: IAM API. */
export const iamTagsSchema = z
  .array(
    z
      .string()
      .trim()
      .min(1, 'A tag is not empty.')
      .max(128, 'A tag has at most 128 characters.')
      .regex(printable, 'A tag has printable characters only.'),
  )
  .max(10, 'At most 10 tags.')
  .refine((tags) => new Set(tags).size === tags.length, 'Each tag only once.')

/** What a person is called in the console. */
export const personNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(129, 'A name has at most 129 characters.')
  .regex(printable, 'A name has printable characters only.')

/** Part of a name to look for. */
export const searchSchema = z.string().max(200).regex(withoutNul)

/** Which page of a list. */
export const pageFields = {
  page: z.number().int().min(1).max(10_000).default(1),
  pageSize: z.number().int().min(1).max(100).default(50),
}

export const principalKinds = ['member', 'group', 'application'] as const
export type PrincipalKind = (typeof principalKinds)[number]

/** Whom a policy reaches, or who holds an API key. */
export interface PrincipalDto {
  kind: PrincipalKind
  id: string
  /** A member's e-mail address, or the name of a group or application. */
  name: string
}

export const principalSchema = z.strictObject({ kind: z.enum(principalKinds), id: z.uuid() })
export type PrincipalInput = z.input<typeof principalSchema>

/** Something that is shown with a link to its page. */
export interface NamedDto {
  id: string
  name: string
}
