'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createProject } from '@/lib/iam/projects/commands/create.ts'
import { deleteProject } from '@/lib/iam/projects/commands/delete.ts'
import { updateProject } from '@/lib/iam/projects/commands/update.ts'

export const createProjectAction = defineAction(createProject)
export const updateProjectAction = defineAction(updateProject)
export const deleteProjectAction = defineAction(deleteProject)
