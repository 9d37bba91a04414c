import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists, invalid } from '@/lib/core/errors.ts'
import { requireChangeable } from '@/lib/databases/inside.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { whyUserNameIsRefused } from '@/lib/instances/schema.ts'
import { leavePassword, toUserDto } from '../internal.ts'
import { createUserSchema } from '../schema.ts'

/** Asks the agent for a user, who has no permission on any database yet. */
export const createUser = defineCommand({
  name: 'user.create',
  input: createUserSchema,
  resource: lockInstance,
  run: async (tx, _context, input, instance) => {
    const { instanceId, name, isAdmin, connectionLimit = null } = input
    const refusal = whyUserNameIsRefused(name, engineOf(instance.engine).name)
    if (refusal !== null) {
      throw invalid([{ argument: 'name', reason: 'constraint', message: refusal }])
    }
    requireChangeable(instance)
    const where = { instanceId_name: { instanceId, name } }
    const present = await tx.databaseUser.findUnique({ where })
    if (present && (present.status !== 'failed' || present.observedGeneration > 0)) {
      throw alreadyExists('user', name, `The user ${name} exists already.`)
    }
    await leavePassword(tx, instanceId, name, input.password)
    const wanted = { isAdmin, connectionLimit, status: 'applying', failure: null }
    const row = await tx.databaseUser.upsert({
      where,
      create: { instanceId, name, isManaged: true, generation: 1, ...wanted },
      update: { generation: { increment: 1 }, ...wanted },
    })
    return {
      result: toUserDto(row, instance),
      audit: { after: { user: name, isAdmin, connectionLimit } },
      wake: { reconciler: 'inventory', instanceId },
    }
  },
})
