'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createApiKey } from '@/lib/iam/api-keys/commands/create.ts'
import { deleteApiKey } from '@/lib/iam/api-keys/commands/delete.ts'

export const createApiKeyAction = defineAction(createApiKey)
export const deleteApiKeyAction = defineAction(deleteApiKey)
