'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createApplication } from '@/lib/iam/applications/commands/create.ts'
import { deleteApplication } from '@/lib/iam/applications/commands/delete.ts'
import { updateApplication } from '@/lib/iam/applications/commands/update.ts'

export const createApplicationAction = defineAction(createApplication)
export const updateApplicationAction = defineAction(updateApplication)
export const deleteApplicationAction = defineAction(deleteApplication)
