'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { updateSettings } from '@/lib/settings/commands/update.ts'

export const updateSettingsAction = defineAction(updateSettings)
