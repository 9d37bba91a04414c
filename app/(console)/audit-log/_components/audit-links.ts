import type { AuditEntryDto } from '@/lib/audit/schema.ts'

/** Tabs of an instance, by the kind of object that they show. */
const tabs: Readonly<Record<string, string>> = {
  instance: '',
  endpoint: '/endpoints',
  certificate: '/endpoints',
  client_certificate: '/endpoints',
  allowed_ip: '/allowed-ips',
  database: '/databases',
  extension: '/databases',
  user: '/users',
  privilege: '/users',
  setting: '/settings',
}

/** Pages of identity and access, by the kind of object; true where each object has its own. */
const iamPages: Readonly<Record<string, { path: string; hasOwn: boolean }>> = {
  member: { path: '/iam/members', hasOwn: true },
  group: { path: '/iam/groups', hasOwn: true },
  application: { path: '/iam/applications', hasOwn: true },
  policy: { path: '/iam/policies', hasOwn: true },
  api_key: { path: '/iam/api-keys', hasOwn: false },
  project: { path: '/iam/projects', hasOwn: false },
}

/** The page of what an entry is about; null when there is none, or it was deleted with it. */
export function objectHref(entry: AuditEntryDto): string | null {
  const { resourceType, resourceId, instanceId, action, outcome } = entry
  const isGone = action === 'instance.delete' && outcome === 'allowed'
  if (instanceId !== null) {
    return isGone ? null : `/instances/${instanceId}${tabs[resourceType] ?? ''}`
  }
  const page = iamPages[resourceType]
  if (!page || action.endsWith('.delete')) return null
  return page.hasOwn && resourceId !== null ? `${page.path}/${resourceId}` : page.path
}

/** Where the steps of the operation that the entry began are shown. */
export function operationHref({ operationId, instanceId, action }: AuditEntryDto): string | null {
  if (operationId === null) return null
  // What was deleted has no page of its own any more; its operation is in the activity of all.
  const isGone = action === 'instance.delete'
  return instanceId === null || isGone ? '/activity' : `/instances/${instanceId}/activity`
}
