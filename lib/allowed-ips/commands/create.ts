import { defineCommand } from '@/lib/core/command.ts'
import { invalid } from '@/lib/core/errors.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { changed, insertRules, requireRoom } from '../internal.ts'
import { createAllowedIpsSchema } from '../schema.ts'

/** Adds rules to the allowed IPs of an instance, all of them or none; answers with the whole list. */
export const createAllowedIps = defineCommand({
  name: 'allowed_ip.create',
  input: createAllowedIpsSchema,
  resource: lockInstance,
  run: async (tx, _context, { rules }, record) => {
    requirePermitted(record, can.update)
    const present = new Set(record.allowedIps.map(({ cidr }) => cidr))
    const repeated = rules.flatMap(({ cidr }, index) =>
      present.has(cidr)
        ? [
            {
              argument: `rules.${String(index)}.cidr`,
              reason: 'constraint' as const,
              message: `${cidr} is allowed already.`,
            },
          ]
        : [],
    )
    if (repeated.length > 0) throw invalid(repeated)
    requireRoom(present.size + rules.length)
    await insertRules(tx, record.id, rules)
    return changed(tx, record)
  },
})
