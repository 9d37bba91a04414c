'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createDatabase } from '@/lib/databases/commands/create.ts'
import { deleteDatabase } from '@/lib/databases/commands/delete.ts'

export const createDatabaseAction = defineAction(createDatabase)
export const deleteDatabaseAction = defineAction(deleteDatabase)
