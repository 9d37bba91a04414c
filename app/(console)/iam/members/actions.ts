'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createMember } from '@/lib/iam/members/commands/create.ts'
import { deleteMember } from '@/lib/iam/members/commands/delete.ts'
import { inviteMember } from '@/lib/iam/members/commands/invite.ts'
import { lockMemberAccess } from '@/lib/iam/members/commands/lock.ts'
import { unlockMemberAccess } from '@/lib/iam/members/commands/unlock.ts'
import { updateMember } from '@/lib/iam/members/commands/update.ts'
import { updateMemberPassword } from '@/lib/iam/members/commands/update-password.ts'
import { deleteSession } from '@/lib/iam/sessions/commands/delete.ts'

export const createMemberAction = defineAction(createMember)
export const inviteMemberAction = defineAction(inviteMember)
export const updateMemberAction = defineAction(updateMember)
export const deleteMemberAction = defineAction(deleteMember)
export const lockMemberAccessAction = defineAction(lockMemberAccess)
export const unlockMemberAccessAction = defineAction(unlockMemberAccess)
export const updateMemberPasswordAction = defineAction(updateMemberPassword)
export const deleteSessionAction = defineAction(deleteSession)
