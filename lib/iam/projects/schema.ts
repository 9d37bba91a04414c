import { z } from 'zod'
import { descriptionSchema } from '../schema.ts'

export const projectNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(64, 'A name has at most 64 characters.')
  .regex(/^[a-zA-Z0-9()._\- ]+$/, {
    message: 'Use letters, digits, spaces, dots, dashes, underscores and parentheses.',
  })

export const createProjectSchema = z.strictObject({
  organizationId: z.uuid(),
  name: projectNameSchema,
  description: descriptionSchema.default(''),
})

export const updateProjectSchema = z.strictObject({
  projectId: z.uuid(),
  name: projectNameSchema.optional(),
  description: descriptionSchema.optional(),
})

export const deleteProjectSchema = z.strictObject({
  projectId: z.uuid(),
  /** The name as typed by the user. */
  confirmName: z.string().optional(),
})

/** A project that the actor may read, with what they may do in it. */
export interface ProjectDto {
  id: string
  name: string
  description: string
  organizationId: string
  organizationName: string
  /** Names of the actions that the actor may do in the project. */
  allowedActions: string[]
  createdAt: string
}

/** A project with what is in it. */
export interface ProjectSummaryDto extends ProjectDto {
  instanceCount: number
  /** Keys that have it as their default project. */
  apiKeyCount: number
  /** Rules of policies that name it. */
  ruleCount: number
}
