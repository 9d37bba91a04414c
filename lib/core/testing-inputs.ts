import { newId } from '@/lib/ids/ids.ts'

/** Ids of what commands are tried on. */
export interface Home {
  organizationId: string
  projectId: string
  memberId: string
  accessKey: string
  groupId: string
  applicationId: string
  policyId: string
  instanceId: string
  allowedIpId: string
  endpointId: string
  clientCertificateId: string
  operationId: string
}

/** Input that every command would accept from an owner: a command without a line here fails. */
export const commandInputs: Readonly<Record<string, (home: Home) => unknown>> = {
  'audit.export': ({ organizationId }) => ({ organizationId, format: 'csv' }),
  'allowed_ip.create': ({ instanceId }) => ({ instanceId, rules: [{ cidr: '192.0.2.0/24' }] }),
  'allowed_ip.update': ({ instanceId, allowedIpId }) => ({
    instanceId,
    allowedIpId,
    description: 'taken over',
  }),
  'allowed_ip.replace': ({ instanceId }) => ({ instanceId, rules: [] }),
  'allowed_ip.delete': ({ instanceId }) => ({ instanceId, cidrs: ['0.0.0.0/0'] }),
  'endpoint.create': ({ instanceId }) => ({ instanceId, kind: 'load_balancer' }),
  'endpoint.delete': ({ endpointId }) => ({ endpointId }),
  'endpoint.migrate': ({ endpointId, instanceId }) => ({ endpointId, instanceId }),
  'api_key.delete': ({ accessKey }) => ({ accessKey }),
  'api_key.create': ({ memberId }) => ({ memberId }),
  'api_key.update': ({ accessKey }) => ({ accessKey, expiresAt: null }),
  'application.create': ({ organizationId }) => ({ organizationId, name: newId() }),
  'application.delete': ({ applicationId }) => ({ applicationId }),
  'application.update': ({ applicationId }) => ({ applicationId, name: 'taken-over' }),
  'group.create': ({ organizationId }) => ({ organizationId, name: newId() }),
  'group.delete': ({ groupId }) => ({ groupId }),
  'group.set-members': ({ groupId, memberId }) => ({ groupId, memberIds: [memberId] }),
  'group.update': ({ groupId }) => ({ groupId, name: 'taken-over' }),
  'access_review.decide': ({ organizationId, memberId }) => ({
    organizationId,
    itemKind: 'member',
    itemId: memberId,
    decision: 'keep',
  }),
  'certificate.renew': ({ instanceId }) => ({ instanceId }),
  'client_certificate.create': ({ instanceId }) => ({ instanceId, userName: 'app' }),
  'client_certificate.revoke': ({ instanceId, clientCertificateId }) => ({
    instanceId,
    clientCertificateId,
  }),
  'database.create': ({ instanceId }) => ({ instanceId, name: 'shop' }),
  'database.delete': ({ instanceId }) => ({ instanceId, name: 'shop' }),
  'user.create': ({ instanceId }) => ({ instanceId, name: 'carol', password: 'Correct-Horse-7' }),
  'user.update': ({ instanceId }) => ({ instanceId, name: 'carol', isAdmin: true }),
  'user.delete': ({ instanceId }) => ({ instanceId, name: 'carol' }),
  'privilege.set': ({ instanceId }) => ({
    instanceId,
    databaseName: 'rdb',
    userName: 'carol',
    permission: 'readonly',
  }),
  'instance.create': ({ projectId }) => ({
    projectId,
    name: `refused-${newId()}`,
    engine: 'PostgreSQL-17',
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: '',
    password: '',
  }),
  'instance.delete': ({ instanceId }) => ({ instanceId }),
  'instance.restart': ({ instanceId }) => ({ instanceId }),
  'instance.update': ({ instanceId }) => ({ instanceId, name: 'taken-over' }),
  'member.create': ({ organizationId }) => ({
    organizationId,
    email: `${newId()}@example.test`,
    password: 'Correct-Horse-Battery-7',
  }),
  'member.delete': ({ memberId }) => ({ memberId }),
  'member.invite': ({ memberId }) => ({ memberId }),
  'member.lock': ({ memberId }) => ({ memberId }),
  'member.unlock': ({ memberId }) => ({ memberId }),
  'member.update': ({ memberId }) => ({ memberId, name: 'taken-over' }),
  'policy.clone': ({ policyId }) => ({ policyId }),
  'policy.create': ({ organizationId }) => ({ organizationId, name: newId() }),
  'policy.delete': ({ policyId }) => ({ policyId }),
  'policy.update': ({ policyId }) => ({ policyId, name: 'taken-over' }),
  'project.create': ({ organizationId }) => ({ organizationId, name: newId() }),
  'project.delete': ({ projectId }) => ({ projectId }),
  'project.update': ({ projectId }) => ({ projectId, name: 'taken-over' }),
  'member.update-password': ({ memberId }) => ({
    memberId,
    password: 'Correct-Horse-Battery-8',
  }),
  'session.delete': ({ memberId }) => ({ memberId }),
  'session.delete-others': ({ memberId }) => ({ memberId }),
  'extension.create': ({ instanceId }) => ({ instanceId, databaseName: 'rdb', name: 'hstore' }),
  'extension.delete': ({ instanceId }) => ({ instanceId, databaseName: 'rdb', name: 'hstore' }),
  'setting.update': ({ instanceId }) => ({ instanceId, mode: 'merge', settings: [] }),
  'operation.retry': ({ operationId }) => ({ operationId }),
}
