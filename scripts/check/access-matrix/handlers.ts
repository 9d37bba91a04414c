import type { RightsClass } from './expectations.ts'
import type { Targets } from './targets.ts'

interface HandlerAttempt {
  rights: RightsClass
  /** The `id` of the path. */
  id?: (targets: Targets) => string
  search?: (targets: Targets) => Readonly<Record<string, string>>
}

const ofInstance = (rights: RightsClass): HandlerAttempt => ({
  rights,
  id: ({ instanceId }) => instanceId,
})

/** Every route handler of the console but the API's, which has a list of its own. */
export const handlerAttempts: Readonly<Record<string, HandlerAttempt>> = {
  'GET data/access-review/export/route.ts': { rights: 'organization' },
  'GET data/access-review/route.ts': { rights: 'organization' },
  'GET data/audit-entries/export/route.ts': {
    rights: 'organization',
    search: ({ organizationId }) => ({ organizationId, format: 'json' }),
  },
  'GET data/audit-entries/route.ts': { rights: 'organization' },
  'GET data/create-options/route.ts': { rights: 'everybody' },
  'GET data/iam/api-keys/route.ts': { rights: 'own', search: ({ marker: search }) => ({ search }) },
  'GET data/iam/applications/[id]/route.ts': {
    rights: 'organization',
    id: ({ applicationId }) => applicationId,
  },
  'GET data/iam/applications/route.ts': { rights: 'organization' },
  'GET data/iam/condition/route.ts': {
    rights: 'organization',
    search: () => ({ condition: 'true' }),
  },
  'GET data/iam/explain/route.ts': {
    rights: 'organization',
    search: ({ memberId: id }) => ({ kind: 'member', id }),
  },
  'GET data/iam/groups/[id]/route.ts': { rights: 'organization', id: ({ groupId }) => groupId },
  'GET data/iam/groups/route.ts': { rights: 'organization' },
  'GET data/iam/members/[id]/route.ts': { rights: 'organization', id: ({ memberId }) => memberId },
  'GET data/iam/members/[id]/sessions/route.ts': {
    rights: 'organization',
    id: ({ memberId }) => memberId,
  },
  'GET data/iam/members/route.ts': { rights: 'organization' },
  'GET data/iam/policies/[id]/route.ts': { rights: 'organization', id: ({ policyId }) => policyId },
  'GET data/iam/policies/route.ts': { rights: 'organization' },
  'GET data/iam/principals/route.ts': { rights: 'organization' },
  'GET data/iam/projects/route.ts': { rights: 'own' },
  'GET data/iam/who-can/route.ts': {
    rights: 'organization',
    search: ({ projectId }) => ({ action: 'instance.delete', projectId }),
  },
  'GET data/installation/certificate-authority/route.ts': { rights: 'everybody' },
  'GET data/installation/route.ts': { rights: 'everybody' },
  'GET data/instances/[id]/allowed-ips/route.ts': ofInstance('read'),
  'GET data/instances/[id]/certificate/route.ts': ofInstance('read'),
  'GET data/instances/[id]/client-certificates/route.ts': ofInstance('read'),
  'GET data/instances/[id]/databases/route.ts': ofInstance('read'),
  'GET data/instances/[id]/extensions/route.ts': ofInstance('read'),
  'GET data/instances/[id]/privileges/route.ts': ofInstance('read'),
  'GET data/instances/[id]/route.ts': ofInstance('read'),
  'GET data/instances/[id]/settings/route.ts': ofInstance('read'),
  'GET data/instances/[id]/tls/route.ts': ofInstance('read'),
  'GET data/instances/[id]/users/route.ts': ofInstance('read'),
  'GET data/instances/route.ts': { rights: 'list', search: ({ marker: name }) => ({ name }) },
  'GET data/operations/route.ts': { rights: 'list', search: ({ instanceId }) => ({ instanceId }) },
  'GET data/private-networks/route.ts': { rights: 'everybody' },
  'GET api/health/route.ts': { rights: 'public' },
}
