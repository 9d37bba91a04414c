import { defineCommand } from '@/lib/core/command.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { changed, insertRules, requireRoom, unchanged } from '../internal.ts'
import { replaceAllowedIpsSchema } from '../schema.ts'

/**
 * Makes these rules the allowed IPs of an instance. A rule that stays keeps its hits; an empty
 * list shuts everyone out. Answers with the whole list.
 */
export const replaceAllowedIps = defineCommand({
  name: 'allowed_ip.replace',
  input: replaceAllowedIpsSchema,
  resource: lockInstance,
  run: async (tx, _context, { rules }, record) => {
    requirePermitted(record, can.update)
    requireRoom(rules.length)
    const wanted = new Map(rules.map(({ cidr, description }) => [cidr, description]))
    const leaving = record.allowedIps.filter(({ cidr }) => !wanted.has(cidr))
    const staying = record.allowedIps.filter(({ cidr }) => wanted.has(cidr))
    const renamed = staying.filter(({ cidr, description }) => wanted.get(cidr) !== description)
    const present = new Set(staying.map(({ cidr }) => cidr))
    const added = rules.filter(({ cidr }) => !present.has(cidr))
    if (leaving.length + renamed.length + added.length === 0) return unchanged(record)
    await tx.allowedIp.deleteMany({ where: { id: { in: leaving.map(({ id }) => id) } } })
    for (const { id, cidr } of renamed) {
      await tx.allowedIp.update({
        where: { id },
        data: { description: wanted.get(cidr) ?? '' },
      })
    }
    await insertRules(tx, record.id, added)
    return changed(tx, record)
  },
})
