import type { RightsClass } from './expectations.ts'
import type { Targets } from './targets.ts'

interface OperationAttempt {
  rights: RightsClass
  body?: (targets: Targets) => unknown
  query?: (targets: Targets) => Readonly<Record<string, string>>
  /** The `name` of the path. */
  name?: string
}

const read: OperationAttempt = { rights: 'read' }
const write = (body: (targets: Targets) => unknown = () => ({})): OperationAttempt => ({
  rights: 'write',
  body,
})
const create = (body: (targets: Targets) => unknown): OperationAttempt => ({
  rights: 'create',
  body,
})
const organization = (body?: (targets: Targets) => unknown): OperationAttempt => ({
  rights: 'organization',
  ...(body && { body }),
})
const named = (attempt: OperationAttempt, name: string): OperationAttempt => ({ ...attempt, name })

/** Every call of the HTTP API by its namespace and operation id; one without a line here fails. */
export const operationAttempts: Readonly<Record<string, OperationAttempt>> = {
  'rdb.AddInstanceACLRules': write(() => ({ rules: [{ ip: '198.51.100.0/24' }] })),
  'rdb.AddInstanceSettings': write(() => ({ settings: [{ name: 'work_mem', value: '8' }] })),
  'rdb.CreateDatabase': write(() => ({ name: 'books' })),
  'rdb.CreateEndpoint': write(() => ({ endpoint_spec: { load_balancer: {} } })),
  'rdb.CreateInstance': create(({ projectId, marker }) => ({
    project_id: projectId,
    name: `${marker}-new`,
    engine: 'PostgreSQL-17',
    node_type: 'db-dev-xs',
    user_name: '',
    password: '',
    volume_type: 'lssd',
    volume_size: 0,
    is_ha_cluster: false,
    disable_backup: true,
    backup_same_region: true,
  })),
  'rdb.CreateUser': write(() => ({ name: 'dave', password: 'Correct-Horse-7', is_admin: false })),
  'rdb.DeleteDatabase': named(write(), 'shop'),
  'rdb.DeleteEndpoint': write(),
  'rdb.DeleteInstance': write(),
  'rdb.DeleteInstanceACLRules': write(() => ({ acl_rule_ips: ['192.0.2.0/24'] })),
  'rdb.DeleteInstanceSettings': write(() => ({ setting_names: ['work_mem'] })),
  'rdb.DeleteUser': named(write(), 'carol'),
  'rdb.GetEndpoint': read,
  'rdb.GetInstance': read,
  'rdb.GetInstanceCertificate': read,
  'rdb.ListDatabaseEngines': { rights: 'everybody' },
  'rdb.ListDatabases': read,
  'rdb.ListInstanceACLRules': read,
  'rdb.ListInstances': { rights: 'list', query: ({ marker: name }) => ({ name }) },
  'rdb.ListNodeTypes': { rights: 'everybody' },
  'rdb.ListPrivileges': read,
  'rdb.ListUsers': read,
  'rdb.MigrateEndpoint': write(({ otherInstanceId }) => ({ instance_id: otherInstanceId })),
  'rdb.RenewInstanceCertificate': write(),
  'rdb.RestartInstance': { rights: 'operate', body: () => ({}) },
  'rdb.SetInstanceACLRules': write(() => ({ rules: [{ ip: '198.51.100.0/24' }] })),
  'rdb.SetInstanceSettings': write(() => ({ settings: [{ name: 'work_mem', value: '8' }] })),
  'rdb.SetPrivilege': write(() => ({
    database_name: 'shop',
    user_name: 'carol',
    permission: 'readonly',
  })),
  'rdb.UpdateInstance': write(({ marker }) => ({ name: `${marker}-renamed` })),
  'rdb.UpdateUser': named(
    write(() => ({ is_admin: true })),
    'carol',
  ),
  'iam.AddGroupMember': organization(({ memberId }) => ({ user_id: memberId })),
  'iam.AddGroupMembers': organization(({ memberId }) => ({ user_ids: [memberId] })),
  'iam.ClonePolicy': organization(() => ({})),
  'iam.CreateAPIKey': organization(({ memberId }) => ({ user_id: memberId, description: '' })),
  'iam.CreateApplication': organization(({ organizationId, marker }) => ({
    organization_id: organizationId,
    name: `${marker}-app`,
    description: '',
  })),
  'iam.CreateGroup': organization(({ organizationId, marker }) => ({
    organization_id: organizationId,
    name: `${marker}-group`,
    description: '',
  })),
  'iam.CreatePolicy': organization(({ organizationId, marker }) => ({
    organization_id: organizationId,
    name: `${marker}-policy`,
    description: '',
    no_principal: true,
  })),
  'iam.CreateUser': organization(({ organizationId, marker }) => ({
    organization_id: organizationId,
    email: `${marker}-new@example.test`,
  })),
  'iam.DeleteAPIKey': organization(),
  'iam.DeleteApplication': organization(),
  'iam.DeleteGroup': organization(),
  'iam.DeletePolicy': organization(),
  'iam.DeleteUser': organization(),
  'iam.GetAPIKey': organization(),
  'iam.GetApplication': organization(),
  'iam.GetGroup': organization(),
  'iam.GetOrganization': { rights: 'everybody' },
  'iam.GetPolicy': organization(),
  'iam.GetUser': organization(),
  'iam.ListAPIKeys': { rights: 'own', query: ({ accessKey }) => ({ access_keys: accessKey }) },
  'iam.ListApplications': organization(),
  'iam.ListGroups': organization(),
  'iam.ListPermissionSets': { rights: 'everybody' },
  'iam.ListPolicies': organization(),
  'iam.ListRules': { rights: 'organization', query: ({ policyId }) => ({ policy_id: policyId }) },
  'iam.ListUsers': organization(),
  'iam.LockUser': organization(() => ({})),
  'iam.RemoveGroupMember': organization(({ memberId }) => ({ user_id: memberId })),
  'iam.SetGroupMembers': organization(() => ({ user_ids: [], application_ids: [] })),
  'iam.SetRules': organization(({ policyId }) => ({ policy_id: policyId, rules: [] })),
  'iam.UnlockUser': organization(() => ({})),
  'iam.UpdateAPIKey': organization(() => ({ description: 'taken over' })),
  'iam.UpdateApplication': organization(() => ({ description: 'taken over' })),
  'iam.UpdateGroup': organization(() => ({ description: 'taken over' })),
  'iam.UpdatePolicy': organization(() => ({ description: 'taken over' })),
  'iam.UpdateUser': organization(() => ({ tags: ['taken-over'] })),
  'iam.UpdateUserPassword': organization(() => ({ password: 'Correct-Horse-Battery-7' })),
  'iam.UpdateUserUsername': organization(({ marker }) => ({ username: marker.slice(0, 40) })),
}
