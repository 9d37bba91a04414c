'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { clonePolicy } from '@/lib/iam/policies/commands/clone.ts'
import { createPolicy } from '@/lib/iam/policies/commands/create.ts'
import { deletePolicy } from '@/lib/iam/policies/commands/delete.ts'
import { updatePolicy } from '@/lib/iam/policies/commands/update.ts'

export const createPolicyAction = defineAction(createPolicy)
export const updatePolicyAction = defineAction(updatePolicy)
export const clonePolicyAction = defineAction(clonePolicy)
export const deletePolicyAction = defineAction(deletePolicy)
