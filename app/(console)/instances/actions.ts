'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { deleteInstance } from '@/lib/instances/commands/delete.ts'
import { restartInstance } from '@/lib/instances/commands/restart.ts'
import { retryOperation } from '@/lib/instances/commands/retry.ts'
import { updateInstance } from '@/lib/instances/commands/update.ts'

export const createInstanceAction = defineAction(createInstance)
export const updateInstanceAction = defineAction(updateInstance)
export const restartInstanceAction = defineAction(restartInstance)
export const deleteInstanceAction = defineAction(deleteInstance)
export const retryOperationAction = defineAction(retryOperation)
