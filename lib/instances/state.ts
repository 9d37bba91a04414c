/** Lifecycle: what Holdfast is doing with an instance. The words are the API's. */
export const instanceStatuses = [
  'unknown',
  'ready',
  'provisioning',
  'configuring',
  'deleting',
  'error',
  'autohealing',
  'locked',
  'initializing',
  'disk_full',
  'backuping',
  'snapshotting',
  'restarting',
] as const
export type InstanceStatus = (typeof instanceStatuses)[number]

/** Health: what Holdfast observes of a node by asking it through SQL. */
export const nodeHealths = ['unknown', 'starting', 'healthy', 'unhealthy', 'stopped'] as const
export type NodeHealth = (typeof nodeHealths)[number]

export const nodeRoles = ['primary', 'standby', 'replica'] as const
export type NodeRole = (typeof nodeRoles)[number]

const arrows: Readonly<Record<InstanceStatus, readonly InstanceStatus[]>> = {
  unknown: ['ready', 'error', 'deleting'],
  provisioning: ['initializing', 'ready', 'error', 'deleting'],
  initializing: ['ready', 'error', 'deleting'],
  ready: [
    'configuring',
    'restarting',
    'initializing',
    'autohealing',
    'backuping',
    'snapshotting',
    'disk_full',
    'locked',
    'error',
    'deleting',
  ],
  configuring: ['ready', 'error', 'deleting'],
  restarting: ['ready', 'error', 'deleting'],
  autohealing: ['ready', 'error', 'deleting'],
  backuping: ['ready', 'error', 'deleting'],
  snapshotting: ['ready', 'error', 'deleting'],
  disk_full: ['ready', 'restarting', 'initializing', 'error', 'deleting'],
  locked: ['ready', 'deleting'],
  error: ['provisioning', 'restarting', 'ready', 'deleting'],
  deleting: ['error'],
}

/** True when the lifecycle has an arrow from one status to the other. */
export function mayBecome(from: InstanceStatus, to: InstanceStatus): boolean {
  return arrows[from].includes(to)
}

const transient: ReadonlySet<InstanceStatus> = new Set([
  'provisioning',
  'configuring',
  'deleting',
  'autohealing',
  'initializing',
  'backuping',
  'snapshotting',
  'restarting',
])

/** True while something happens that ends by itself; pages refresh fast meanwhile. */
export function isInTransition(status: InstanceStatus): boolean {
  return transient.has(status)
}

const labels: Readonly<Record<InstanceStatus, string>> = {
  unknown: 'Unknown',
  ready: 'Running',
  provisioning: 'Creating',
  configuring: 'Configuring',
  deleting: 'Deleting',
  error: 'Error',
  autohealing: 'Autohealing',
  locked: 'Locked',
  initializing: 'Initializing',
  disk_full: 'Disk full',
  backuping: 'Backing up',
  snapshotting: 'Taking snapshot',
  restarting: 'Restarting',
}

/** What the console calls the status. */
export function statusLabel(status: InstanceStatus): string {
  return labels[status]
}

/** Reads a stored status; one that this release does not know shows as unknown. */
export function toInstanceStatus(value: string): InstanceStatus {
  return instanceStatuses.find((status) => status === value) ?? 'unknown'
}

/** Reads a stored health. */
export function toNodeHealth(value: string): NodeHealth {
  return nodeHealths.find((health) => health === value) ?? 'unknown'
}

/** Whether state allows an action, and if not, the sentence that the disabled button shows. */
export type Permitted = { allowed: true } | { allowed: false; reason: string }

const yes: Permitted = { allowed: true }
const no = (reason: string): Permitted => ({ allowed: false, reason })

interface InstanceState {
  status: InstanceStatus
}

export const can = {
  restart: ({ status }: InstanceState): Permitted =>
    status === 'ready' || status === 'disk_full' || status === 'error'
      ? yes
      : no('Only running instances can be restarted.'),
  update: ({ status }: InstanceState): Permitted =>
    status === 'deleting' || status === 'locked'
      ? no(`An instance that is ${status} cannot be changed.`)
      : yes,
  configure: ({ status }: InstanceState): Permitted =>
    status === 'ready' ? yes : no('Settings can be changed while the instance is running.'),
  extend: ({ status }: InstanceState): Permitted =>
    status === 'ready' || status === 'disk_full'
      ? yes
      : no('Extensions can be changed while the instance is running.'),
  delete: ({ status }: InstanceState): Permitted =>
    status === 'deleting' ? no('This instance is being deleted.') : yes,
  retry: ({ status }: InstanceState): Permitted =>
    status === 'error' ? yes : no('Only an operation that failed can be retried.'),
  changeEndpoints: ({ status }: InstanceState): Permitted =>
    status === 'ready' || status === 'disk_full'
      ? yes
      : no('Endpoints of a running instance can be changed. Wait until it runs.'),
  connect: ({ status }: InstanceState): Permitted =>
    status === 'provisioning' || status === 'deleting'
      ? no('The endpoint answers once the instance is running.')
      : yes,
}
