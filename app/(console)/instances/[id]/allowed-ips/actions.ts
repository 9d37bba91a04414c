'use server'

import { createAllowedIps } from '@/lib/allowed-ips/commands/create.ts'
import { deleteAllowedIps } from '@/lib/allowed-ips/commands/delete.ts'
import { replaceAllowedIps } from '@/lib/allowed-ips/commands/replace.ts'
import { updateAllowedIp } from '@/lib/allowed-ips/commands/update.ts'
import { defineAction } from '@/lib/auth/define-action.ts'

export const createAllowedIpsAction = defineAction(createAllowedIps)
export const updateAllowedIpAction = defineAction(updateAllowedIp)
export const replaceAllowedIpsAction = defineAction(replaceAllowedIps)
export const deleteAllowedIpsAction = defineAction(deleteAllowedIps)
