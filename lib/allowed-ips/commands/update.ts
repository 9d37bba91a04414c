import { defineCommand } from '@/lib/core/command.ts'
import { invalid, notFound } from '@/lib/core/errors.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { changed, unchanged } from '../internal.ts'
import { updateAllowedIpSchema } from '../schema.ts'

/**
 * Changes the range or the description of one rule. Another range is another rule: its hits begin
 * anew. Answers with the whole list.
 */
export const updateAllowedIp = defineCommand({
  name: 'allowed_ip.update',
  input: updateAllowedIpSchema,
  resource: lockInstance,
  run: async (tx, _context, { allowedIpId, cidr, description }, record) => {
    requirePermitted(record, can.update)
    const rule = record.allowedIps.find(({ id }) => id === allowedIpId)
    if (!rule) throw notFound('allowed_ip', allowedIpId)
    const isMoved = cidr !== undefined && cidr !== rule.cidr
    const isRenamed = description !== undefined && description !== rule.description
    if (!isMoved && !isRenamed) return unchanged(record)
    if (isMoved && record.allowedIps.some((other) => other.cidr === cidr)) {
      const message = `${cidr} is allowed already.`
      throw invalid([{ argument: 'cidr', reason: 'constraint', message }])
    }
    await tx.allowedIp.update({
      where: { id: rule.id },
      data: {
        ...(isRenamed && { description }),
        ...(isMoved && { cidr, hitCount: 0, lastMatchedAt: null, connections: 0 }),
      },
    })
    return changed(tx, record)
  },
})
