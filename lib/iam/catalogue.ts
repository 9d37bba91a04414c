import type { ActionName } from '@/lib/core/context.ts'

export interface PermissionSet {
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

const operatorActions = [
  'instance.restart',
  'operation.retry',
] as const satisfies readonly ActionName[]

/** What every member may do with their own account, whatever their policies say. */
export const ownAccountActions: readonly ActionName[] = [
  'member.read',
  'member.update',
  'member.update-password',
  'session.read',
  'session.delete',
  'session.delete-others',
  'api_key.read',
  'api_key.create',
  'api_key.update',
  'api_key.delete',
]

/** What everybody who is signed in may do, whatever their policies say. */
const signedInActions: readonly ActionName[] = ['installation.read']

const projectReadActions = ['project.read', 'organization.read'] as const

const projectManagerActions = [
  ...projectReadActions,
  'project.create',
  'project.update',
  'project.delete',
] as const satisfies readonly ActionName[]

const iamReadActions = [
  'organization.read',
  'project.read',
  'member.read',
  'session.read',
  'group.read',
  'application.read',
  'api_key.read',
  'policy.read',
  'permission_set.read',
  'access_review.read',
] as const satisfies readonly ActionName[]

const iamWriteActions = [
  'member.create',
  'member.invite',
  'member.update',
  'member.delete',
  'member.lock',
  'member.unlock',
  'member.update-password',
  'session.delete',
  'group.create',
  'group.update',
  'group.set-members',
  'group.delete',
  'application.create',
  'application.update',
  'application.delete',
  'api_key.create',
  'api_key.update',
  'api_key.delete',
  'policy.create',
  'policy.update',
  'policy.clone',
  'policy.delete',
  'access_review.decide',
] as const satisfies readonly ActionName[]

const auditReadActions = ['audit.read', 'audit.export'] as const satisfies readonly ActionName[]

/** Permission sets by the model's names, and three that operators miss there. */
export const permissionSets: readonly PermissionSet[] = [
  {
    name: 'RelationalDatabasesReadOnly',
    scope: 'projects',
    description: 'List and read instances and everything that belongs to them.',
    actions: readActions,
  },
  {
    name: 'RelationalDatabasesBackupOperator',
    scope: 'projects',
    description: 'List and read instances; create, restore and export backups; nothing else.',
    actions: readActions,
  },
  {
    name: 'RelationalDatabasesOperator',
    scope: 'projects',
    description: 'Read and restart instances and retry operations; no deletion, no credentials.',
    actions: [...readActions, ...operatorActions],
  },
  {
    name: 'RelationalDatabasesFullAccess',
    scope: 'projects',
    description: 'List, read, create, change and delete instances.',
    actions: [...readActions, ...writeActions],
  },
  {
    name: 'AllProductsReadOnly',
    scope: 'projects',
    description: 'List and read everything in a project.',
    actions: readActions,
  },
  {
    name: 'AllProductsFullAccess',
    scope: 'projects',
    description: 'List, read, create, change and delete everything in a project.',
    actions: [...readActions, ...writeActions],
  },
  {
    name: 'ProjectReadOnly',
    scope: 'organization',
    description: 'List and read projects.',
    actions: projectReadActions,
  },
  {
    name: 'ProjectManager',
    scope: 'organization',
    description: 'List, read, create, rename and delete projects.',
    actions: projectManagerActions,
  },
  {
    name: 'IAMReadOnly',
    scope: 'organization',
    description: 'List and read members, groups, applications, API keys and policies.',
    actions: iamReadActions,
  },
  {
    name: 'IAMManager',
    scope: 'organization',
    description:
      'Manage members, groups, applications, API keys and policies, within the rights one has.',
    actions: [...iamReadActions, ...iamWriteActions],
  },
  {
    name: 'AuditTrailReadOnly',
    scope: 'organization',
    description: 'Read and export the audit log.',
    actions: auditReadActions,
  },
  {
    name: 'OrganizationReadOnly',
    scope: 'organization',
    description: 'Read IAM, projects and the audit log.',
    actions: [...iamReadActions, ...auditReadActions],
  },
  {
    name: 'OrganizationManager',
    scope: 'organization',
    description: 'Manage IAM and projects, and read the audit log.',
    actions: [...iamReadActions, ...iamWriteActions, ...projectManagerActions, ...auditReadActions],
  },
]

/** Every action that can be allowed; a command or query with another name fails the tests. */
export const allActions: readonly ActionName[] = [
  ...new Set<ActionName>([
    ...readActions,
    ...writeActions,
    ...projectManagerActions,
    ...iamReadActions,
    ...iamWriteActions,
    ...auditReadActions,
    ...ownAccountActions,
    ...signedInActions,
  ]),
]

const setsByName = new Map(permissionSets.map((set) => [set.name, set]))

/** A permission set by its name; null for an unknown one. */
export function findPermissionSet(name: string): PermissionSet | null {
  return setsByName.get(name) ?? null
}

/** The smallest permission set that allows an action, for "Needs …" messages. */
export function permissionSetFor(action: ActionName): string {
  const sets = permissionSets.filter((set) => set.actions.includes(action))
  const [smallest] = sets.sort((left, right) => left.actions.length - right.actions.length)
  return smallest?.name ?? 'ownership of the organization'
}
