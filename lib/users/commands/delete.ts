import { defineCommand } from '@/lib/core/command.ts'
import { invalid, notFound } from '@/lib/core/errors.ts'
import { requireChangeable } from '@/lib/databases/inside.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { toUserDto } from '../internal.ts'
import { deleteUserSchema } from '../schema.ts'
import { passwordSecret } from '../secret.ts'

/**
 * Asks the agent to end the user's connections and drop the user; what the user owns goes to
 * another one, or keeps the user where it is.
 */
export const deleteUser = defineCommand({
  name: 'user.delete',
  input: deleteUserSchema,
  resource: lockInstance,
  run: async (tx, _context, input, instance) => {
    const { instanceId, name, reassignTo = null, confirmName } = input
    const where = { instanceId_name: { instanceId, name } }
    const present = await tx.databaseUser.findUnique({ where })
    if (!present) throw notFound('user', name)
    if (confirmName !== undefined && confirmName !== name) {
      const message = `Type ${name} to delete this user.`
      throw invalid([{ argument: 'confirmName', reason: 'constraint', message }])
    }
    if (reassignTo !== null) {
      const heir = await tx.databaseUser.findUnique({
        where: { instanceId_name: { instanceId, name: reassignTo } },
      })
      const isUsable = heir !== null && heir.name !== name && heir.status !== 'deleting'
      if (!isUsable) {
        const message = 'Choose another user of this instance.'
        throw invalid([{ argument: 'reassignTo', reason: 'constraint', message }])
      }
    }
    requireChangeable(instance)
    const secret = passwordSecret(instanceId, name)
    await tx.secret.deleteMany({ where: secret })
    const row = await tx.databaseUser.update({
      where,
      data: { status: 'deleting', failure: null, reassignTo, generation: { increment: 1 } },
    })
    return {
      result: toUserDto(row, instance),
      audit: { before: { user: name, isAdmin: present.isAdmin }, after: { reassignTo } },
      wake: { reconciler: 'inventory', instanceId },
    }
  },
})
