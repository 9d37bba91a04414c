'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { setPrivilege } from '@/lib/privileges/commands/set.ts'
import { createUser } from '@/lib/users/commands/create.ts'
import { deleteUser } from '@/lib/users/commands/delete.ts'
import { updateUser } from '@/lib/users/commands/update.ts'

export const createUserAction = defineAction(createUser)
export const updateUserAction = defineAction(updateUser)
export const deleteUserAction = defineAction(deleteUser)
export const setPrivilegeAction = defineAction(setPrivilege)
