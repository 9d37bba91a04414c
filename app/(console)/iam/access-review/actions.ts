'use server'

import { decideAccess } from '@/lib/access-review/commands/decide.ts'
import { defineAction } from '@/lib/auth/define-action.ts'

export const decideAccessAction = defineAction(decideAccess)
