import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists } from '@/lib/core/errors.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { instanceInclude, lockInstance, toInstanceDto, type InstanceRow } from '../internal.ts'
import { updateInstanceSchema } from '../schema.ts'
import { can } from '../state.ts'
import { requirePermitted } from '../transition.ts'

/** Changes name, tags, backup schedule or logs policy; what is left out stays as it is. */
export const updateInstance = defineCommand({
  name: 'instance.update',
  input: updateInstanceSchema,
  resource: lockInstance,
  run: async (tx, _context, { instanceId, logsMaxBytes, ...changes }, record) => {
    requirePermitted(record, can.update)
    if (changes.name !== undefined && changes.name !== record.name) {
      const taken = await tx.instance.findUnique({
        where: { projectId_name: { projectId: record.projectId, name: changes.name } },
        select: { id: true },
      })
      if (taken) {
        const message = `An instance named ${changes.name} already exists in this project.`
        throw alreadyExists('instance', taken.id, message)
      }
    }
    const data: Prisma.InstanceUpdateInput = {
      ...changes,
      ...(logsMaxBytes === undefined
        ? {}
        : { logsMaxBytes: logsMaxBytes === null ? null : BigInt(logsMaxBytes) }),
    }
    const row = await tx.instance.update({
      where: { id: instanceId },
      data,
      include: instanceInclude,
    })
    return {
      result: toInstanceDto(row, null),
      audit: { before: changeable(record), after: changeable(row) },
    }
  },
})

function changeable(row: InstanceRow): Prisma.InputJsonObject {
  return {
    name: row.name,
    tags: row.tags,
    backupFrequencyHours: row.backupFrequencyHours,
    backupRetentionDays: row.backupRetentionDays,
    backupStartHour: row.backupStartHour,
    isBackupScheduleDisabled: row.isBackupScheduleDisabled,
    backupSameRegion: row.backupSameRegion,
    logsMaxAgeDays: row.logsMaxAgeDays,
    logsMaxBytes: row.logsMaxBytes === null ? null : Number(row.logsMaxBytes),
  }
}
