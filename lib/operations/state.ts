import type { OperationStatus } from './schema.ts'

const arrows: Readonly<Record<OperationStatus, readonly OperationStatus[]>> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['running', 'succeeded', 'failed', 'cancelled'],
  succeeded: [],
  failed: [],
  cancelled: [],
}

/** True when an operation may go from one status to the other. */
export function operationMayBecome(from: OperationStatus, to: OperationStatus): boolean {
  return arrows[from].includes(to)
}

/** True while the operation waits or runs. */
export function isOpen(status: OperationStatus): boolean {
  return status === 'queued' || status === 'running'
}

const verbs: Readonly<Record<string, string>> = {
  'instance.create': 'Create instance',
  'instance.restart': 'Restart instance',
  'instance.delete': 'Delete instance',
}

/** What the console calls an operation of this kind. */
export function operationLabel(kind: string): string {
  return verbs[kind] ?? kind
}

const stepLabels: Readonly<Record<string, string>> = {
  'reserve-ports': 'Reserve ports',
  'issue-certificate': 'Issue certificate',
  'prepare-data': 'Prepare data directory',
  'start-engine': 'Start engine',
  'create-user': 'Create database and first user',
  'open-endpoint': 'Open endpoint',
  'verify-endpoint': 'Check the endpoint',
  'stop-engine': 'Stop engine',
  'cancel-open-operation': 'Cancel the open operation',
  'close-endpoint': 'Close endpoint',
  'delete-data': 'Delete data',
  'delete-records': 'Delete records',
  finish: 'Finish',
}

/** What the console calls a step. */
export function stepLabel(name: string): string {
  return stepLabels[name] ?? name
}
