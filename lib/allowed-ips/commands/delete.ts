import { defineCommand } from '@/lib/core/command.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { parseCidr } from '../cidr.ts'
import { changed, toAllowedIpDto } from '../internal.ts'
import { deleteAllowedIpsSchema, type AllowedIpDto } from '../schema.ts'

/**
 * Takes rules off the allowed IPs of an instance; connections that only they let in are cut.
 * Answers with the rules that were taken off; what is not on the list is ignored, as in the model.
 */
export const deleteAllowedIps = defineCommand({
  name: 'allowed_ip.delete',
  input: deleteAllowedIpsSchema,
  resource: lockInstance,
  run: async (tx, _context, { cidrs }, record) => {
    requirePermitted(record, can.update)
    const wanted = new Set(
      cidrs.flatMap((text) => {
        const parsed = parseCidr(text)
        return parsed.ok ? [parsed.cidr] : []
      }),
    )
    const leaving = record.allowedIps.filter(({ cidr }) => wanted.has(cidr))
    const result: AllowedIpDto[] = leaving.map(toAllowedIpDto)
    if (leaving.length === 0) return { result, audit: {} }
    await tx.allowedIp.deleteMany({ where: { id: { in: leaving.map(({ id }) => id) } } })
    return { ...(await changed(tx, record)), result }
  },
})
