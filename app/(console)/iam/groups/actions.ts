'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createGroup } from '@/lib/iam/groups/commands/create.ts'
import { deleteGroup } from '@/lib/iam/groups/commands/delete.ts'
import { setGroupMembers } from '@/lib/iam/groups/commands/set-members.ts'
import { updateGroup } from '@/lib/iam/groups/commands/update.ts'

export const createGroupAction = defineAction(createGroup)
export const updateGroupAction = defineAction(updateGroup)
export const setGroupMembersAction = defineAction(setGroupMembers)
export const deleteGroupAction = defineAction(deleteGroup)
