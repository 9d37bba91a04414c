import type { Permitted } from '@/lib/instances/state.ts'

/** Where a database, a user or a privilege stands between what is wanted and what the engine has. */
export const insideStatuses = ['applying', 'ready', 'deleting', 'failed'] as const
export type InsideStatus = (typeof insideStatuses)[number]

/** Reads a stored status; one that this release does not know counts as failed. */
export function toInsideStatus(value: string): InsideStatus {
  return insideStatuses.find((status) => status === value) ?? 'failed'
}

const labels: Readonly<Record<InsideStatus, string>> = {
  applying: 'Applying',
  ready: 'Ready',
  deleting: 'Deleting',
  failed: 'Failed',
}

/** What the console calls the status. */
export function insideStatusLabel(status: InsideStatus): string {
  return labels[status]
}

/** True while the agent has still to bring it about. */
export function isPending(status: InsideStatus): boolean {
  return status === 'applying' || status === 'deleting'
}

const yes: Permitted = { allowed: true }
const no = (reason: string): Permitted => ({ allowed: false, reason })

/** Whether what is inside an instance can be changed now. */
export function canChangeInside({ status }: { status: string }): Permitted {
  if (status === 'provisioning' || status === 'initializing') {
    return no('Databases and users can be changed once the instance is created.')
  }
  if (status === 'deleting') return no('This instance is being deleted.')
  if (status === 'locked') return no('An instance that is locked cannot be changed.')
  return yes
}

/** Why changes wait, for the page; null when nothing holds them up. */
export function whyChangesWait(instance: {
  status: string
  health: string
  healthReason: string | null
}): string | null {
  if (instance.status === 'restarting') {
    return 'The instance is restarting. Changes are applied once it runs again.'
  }
  if (instance.health === 'healthy' || instance.health === 'unknown') return null
  const reason = instance.healthReason === null ? '' : ` ${instance.healthReason}`
  return `The engine does not answer now.${reason} Changes are applied once it runs again.`
}

export const canDatabase = {
  delete: (database: { status: InsideStatus; isDefault: boolean; name: string }): Permitted => {
    if (database.isDefault) {
      return no(`${database.name} is the default database of the instance and stays.`)
    }
    return database.status === 'deleting' ? no('This database is being deleted.') : yes
  },
}
