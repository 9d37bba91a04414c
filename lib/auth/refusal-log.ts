import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { ActionName, Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { addressKey } from './address-key.ts'

const oncePerMinute = new RateLimiterMemory({ points: 1, duration: 60 })

/**
 * Records a refusal that costs a stranger nothing to cause: at most one entry for each action,
 * address and minute, so that the audit log cannot be flooded with it.
 */
export async function recordCheapRefusal(
  context: Context,
  action: ActionName,
  resource: ResourceRef,
): Promise<void> {
  try {
    await oncePerMinute.consume(`${action} ${addressKey(context.address ?? 'unknown')}`)
  } catch (error) {
    if (error instanceof RateLimiterRes) return
    throw error
  }
  await writeAuditEntry(db(), context, { action, outcome: 'refused', resource })
}
