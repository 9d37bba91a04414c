import { canHaveCertificate } from '@/lib/certificates/state.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { notFound, preconditionFailed } from '@/lib/core/errors.ts'
import { requireChangeable } from '@/lib/databases/inside.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { leavePassword, toUserDto } from '../internal.ts'
import { updateUserSchema } from '../schema.ts'

/**
 * Changes a user's password, admin rights, connection limit or need of a client certificate. Without any of these a change that
 * failed is forgotten and the user shown as the engine has it.
 */
export const updateUser = defineCommand({
  name: 'user.update',
  input: updateUserSchema,
  resource: lockInstance,
  run: async (tx, _context, input, instance) => {
    const { instanceId, name, password, isAdmin, connectionLimit, requiresClientCertificate } =
      input
    const where = { instanceId_name: { instanceId, name } }
    const present = await tx.databaseUser.findUnique({ where })
    if (!present) throw notFound('user', name)
    requireChangeable(instance)
    if (present.status === 'deleting') {
      throw preconditionFailed('unknown_precondition', `The user ${name} is being deleted.`)
    }
    if (requiresClientCertificate === true && !canHaveCertificate(name)) {
      throw preconditionFailed(
        'unknown_precondition',
        'Only users whose name has letters, digits, underscore, dollar and dash can have one.',
      )
    }
    if (password !== undefined) await leavePassword(tx, instanceId, name, password)
    const row = await tx.databaseUser.update({
      where,
      data: {
        ...(isAdmin === undefined ? {} : { isAdmin }),
        ...(connectionLimit === undefined ? {} : { connectionLimit }),
        ...(requiresClientCertificate === undefined ? {} : { requiresClientCertificate }),
        status: 'applying',
        failure: null,
        generation: { increment: 1 },
      },
    })
    const { connectionLimit: limitBefore } = present
    return {
      result: toUserDto(row, instance),
      audit: {
        before: {
          user: name,
          isAdmin: present.isAdmin,
          connectionLimit: limitBefore,
          requiresClientCertificate: present.requiresClientCertificate,
        },
        after: {
          user: name,
          isAdmin: row.isAdmin,
          connectionLimit: row.connectionLimit,
          requiresClientCertificate: row.requiresClientCertificate,
          isPasswordChanged: password !== undefined,
        },
      },
      wake: { reconciler: 'inventory', instanceId },
    }
  },
})
