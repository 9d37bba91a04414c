import type { RightsClass } from './expectations.ts'
import type { Targets } from './targets.ts'

interface QueryAttempt {
  rights: RightsClass
  input: (targets: Targets) => unknown
}

const ofInstance = (rights: RightsClass): QueryAttempt => ({
  rights,
  input: ({ instanceId }) => ({ instanceId }),
})
const searched = (rights: RightsClass): QueryAttempt => ({
  rights,
  input: ({ marker: search }) => ({ search }),
})
const plain = (rights: RightsClass): QueryAttempt => ({ rights, input: () => ({}) })

/** Every query by its file and name; one without a line here fails. */
export const queryAttempts: Readonly<Record<string, QueryAttempt>> = {
  'access-review/queries.ts#listAccessReview': plain('organization'),
  'access-review/queries.ts#readAccessReview': plain('organization'),
  'allowed-ips/queries.ts#listAllowedIps': ofInstance('read'),
  'audit/queries.ts#listAuditEntries': plain('organization'),
  'certificates/queries.ts#getCertificate': ofInstance('read'),
  'certificates/queries.ts#getTls': ofInstance('read'),
  'certificates/queries.ts#listClientCertificates': ofInstance('read'),
  'databases/queries.ts#listDatabases': ofInstance('read'),
  'endpoints/queries.ts#getEndpoint': {
    rights: 'read',
    input: ({ endpointId }) => ({ endpointId }),
  },
  'endpoints/queries.ts#listPrivateNetworks': plain('everybody'),
  'extensions/queries.ts#getExtensions': ofInstance('read'),
  'iam/access.ts#getMyAccess': plain('everybody'),
  'iam/access/queries.ts#explainPrincipal': {
    rights: 'organization',
    input: ({ memberId: id }) => ({ kind: 'member', id }),
  },
  'iam/access/queries.ts#listPrincipals': searched('organization'),
  'iam/access/queries.ts#whoCan': {
    rights: 'organization',
    input: ({ projectId }) => ({ action: 'instance.delete', projectId }),
  },
  'iam/api-keys/queries.ts#getApiKey': {
    rights: 'organization',
    input: ({ accessKey }) => ({ accessKey }),
  },
  'iam/api-keys/queries.ts#listApiKeys': searched('own'),
  'iam/applications/queries.ts#getApplication': {
    rights: 'organization',
    input: ({ applicationId }) => ({ applicationId }),
  },
  'iam/applications/queries.ts#listApplications': plain('organization'),
  'iam/groups/queries.ts#getGroup': {
    rights: 'organization',
    input: ({ groupId }) => ({ groupId }),
  },
  'iam/groups/queries.ts#listGroups': plain('organization'),
  'iam/members/queries.ts#getMember': {
    rights: 'organization',
    input: ({ memberId }) => ({ memberId }),
  },
  'iam/members/queries.ts#listMembers': plain('organization'),
  'iam/policies/queries.ts#checkCondition': {
    rights: 'organization',
    input: () => ({ condition: 'true' }),
  },
  'iam/policies/queries.ts#getPolicy': {
    rights: 'organization',
    input: ({ policyId }) => ({ policyId }),
  },
  'iam/policies/queries.ts#listPolicies': plain('organization'),
  'iam/projects/queries.ts#listProjectSummaries': plain('own'),
  'iam/projects/queries.ts#listProjects': plain('own'),
  'iam/sessions/queries.ts#listSessions': {
    rights: 'organization',
    input: ({ memberId }) => ({ memberId }),
  },
  'iam/queries.ts#getOrganization': {
    rights: 'everybody',
    input: ({ organizationId }) => ({ organizationId }),
  },
  'installation/queries.ts#getAuthority': plain('everybody'),
  'installation/queries.ts#getInstallation': plain('everybody'),
  'instances/queries.ts#getCreateOptions': plain('everybody'),
  'instances/queries.ts#getInstance': ofInstance('read'),
  'instances/queries.ts#listInstances': {
    rights: 'list',
    input: ({ marker: name }) => ({ name }),
  },
  'operations/queries.ts#listOperations': {
    rights: 'list',
    input: ({ instanceId }) => ({ instanceId }),
  },
  'privileges/queries.ts#listPrivileges': ofInstance('read'),
  'settings/queries.ts#getSettings': ofInstance('read'),
  'users/queries.ts#listUsers': ofInstance('read'),
}
