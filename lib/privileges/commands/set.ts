import { defineCommand } from '@/lib/core/command.ts'
import { notFound, preconditionFailed } from '@/lib/core/errors.ts'
import { requireChangeable } from '@/lib/databases/inside.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { toPrivilegeDto } from '../internal.ts'
import { setPrivilegeSchema } from '../schema.ts'

/** Sets what a user may do in a database; whatever SQL has granted beyond it is revoked. */
export const setPrivilege = defineCommand({
  name: 'privilege.set',
  input: setPrivilegeSchema,
  resource: lockInstance,
  run: async (tx, _context, { instanceId, databaseName, userName, permission }, instance) => {
    const database = await tx.logicalDatabase.findUnique({
      where: { instanceId_name: { instanceId, name: databaseName } },
    })
    const user = await tx.databaseUser.findUnique({
      where: { instanceId_name: { instanceId, name: userName } },
    })
    if (!database) throw notFound('database', databaseName)
    if (!user) throw notFound('user', userName)
    requireChangeable(instance)
    if (database.status === 'deleting' || user.status === 'deleting') {
      const what = database.status === 'deleting' ? `database ${databaseName}` : `user ${userName}`
      throw preconditionFailed('unknown_precondition', `The ${what} is being deleted.`)
    }
    const key = { instanceId, databaseName, userName }
    const where = { instanceId_databaseName_userName: key }
    const present = await tx.privilege.findUnique({ where })
    const wanted = { permission, status: 'applying', failure: null }
    const row = await tx.privilege.upsert({
      where,
      create: { ...key, ...wanted, generation: 1 },
      update: { ...wanted, generation: { increment: 1 } },
    })
    return {
      result: toPrivilegeDto(row),
      audit: {
        before: { databaseName, userName, permission: present?.observedPermission ?? 'none' },
        after: { databaseName, userName, permission },
      },
      wake: { reconciler: 'inventory', instanceId },
    }
  },
})
