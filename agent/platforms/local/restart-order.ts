import type { LocalNode } from '@/agent/platforms/local/load.ts'

/** What a standby must have at least as much of as its primary, or it pauses its replay. */
const followPrimary: ReadonlySet<string> = new Set(['max_connections', 'max_locks_per_transaction'])

/** A setting of which the running engine has another value than it shall have. */
interface ValueChange {
  name: string
  from: string
  to: string
}

/**
 * Nodes in the order in which they restart for changed settings. Those that follow the primary come
 * first, so that the primary is gone only once; but where the change lowers what they must have at
 * least as much of, the primary is first. Replicas come before standbys, which are needed more.
 */
export function restartOrder(
  nodes: readonly LocalNode[],
  changes: readonly ValueChange[],
): LocalNode[] {
  const isLowered = changes.some(
    ({ name, from, to }) => followPrimary.has(name) && Number(to) < Number(from),
  )
  const others = ['replica', 'standby']
  const roles = isLowered ? ['primary', ...others] : [...others, 'primary']
  return [...nodes].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
}
