'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createEndpoint } from '@/lib/endpoints/commands/create.ts'
import { deleteEndpoint } from '@/lib/endpoints/commands/delete.ts'
import { migrateEndpoint } from '@/lib/endpoints/commands/migrate.ts'

export const createEndpointAction = defineAction(createEndpoint)
export const deleteEndpointAction = defineAction(deleteEndpoint)
export const migrateEndpointAction = defineAction(migrateEndpoint)
