'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { updateMember } from '@/lib/iam/members/commands/update.ts'
import { deleteSession } from '@/lib/iam/sessions/commands/delete.ts'
import { deleteOtherSessions } from '@/lib/iam/sessions/commands/delete-others.ts'

export const updateAccountAction = defineAction(updateMember)
export const deleteOwnSessionAction = defineAction(deleteSession)
export const deleteOtherSessionsAction = defineAction(deleteOtherSessions)
