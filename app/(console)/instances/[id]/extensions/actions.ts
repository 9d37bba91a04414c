'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createExtension } from '@/lib/extensions/commands/create.ts'
import { deleteExtension } from '@/lib/extensions/commands/delete.ts'

export const createExtensionAction = defineAction(createExtension)
export const deleteExtensionAction = defineAction(deleteExtension)
