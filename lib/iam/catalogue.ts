import type { ActionName } from '@/lib/core/context.ts'

interface PermissionSet {
  name: string
  scope: 'projects' | 'organization'
  description: string
  actions: readonly ActionName[]
}

const readActions = [
  'instance.read',
  'operation.read',
  'engine.read',
  'project.read',
  'allowed_ip.read',
  'endpoint.read',
  'private_network.read',
  'certificate.read',
  'client_certificate.read',
  'database.read',
  'user.read',
  'privilege.read',
  'extension.read',
  'setting.read',
] as const satisfies readonly ActionName[]

const writeActions = [
  'instance.create',
  'instance.update',
  'instance.restart',
  'instance.delete',
  'operation.retry',
  'allowed_ip.create',
  'allowed_ip.update',
  'allowed_ip.replace',
  'allowed_ip.delete',
  'endpoint.create',
  'endpoint.delete',
  'endpoint.migrate',
  'certificate.renew',
  'client_certificate.create',
  'client_certificate.revoke',
  'database.create',
  'database.delete',
  'user.create',
  'user.update',
  'user.delete',
  'privilege.set',
  'extension.create',
  'extension.delete',
  'setting.update',
] as const satisfies readonly ActionName[]

/** What every member may do with their own account; the commands keep them to it. */
export const ownAccountActions = [
  'member.update-password',
  'session.delete',
  'api_key.delete',
] as const satisfies readonly ActionName[]

const organizationActions = [
  'member.create',
  'api_key.create',
  ...ownAccountActions,
] as const satisfies readonly ActionName[]

/** Every action that can be allowed; a command or query with another name fails the tests. */
export const allActions: readonly ActionName[] = [
  ...readActions,
  ...writeActions,
  ...organizationActions,
]

/** Permission sets by the model's names. */
export const permissionSets: readonly PermissionSet[] = [
  {
    name: 'RelationalDatabasesReadOnly',
    scope: 'projects',
    description: 'List and read instances and everything that belongs to them.',
    actions: readActions,
  },
  {
    name: 'RelationalDatabasesFullAccess',
    scope: 'projects',
    description: 'List, read, create, change and delete instances.',
    actions: [...readActions, ...writeActions],
  },
  {
    name: 'IAMManager',
    scope: 'organization',
    description: 'Manage members, their sessions and API keys.',
    actions: organizationActions,
  },
]

/** The smallest permission set that allows an action, for "Needs …" messages. */
export function permissionSetFor(action: ActionName): string {
  const sets = permissionSets.filter((set) => set.actions.includes(action))
  return sets[0]?.name ?? 'ownership of the organization'
}
