import type { AuditFilters, ListAuditEntriesInput } from '@/lib/audit/schema.ts'
import { listAuditEntriesSchema } from '@/lib/audit/schema.ts'

export const pageSize = 50

/** Filters of the page, by their names in its address. */
export const filterKeys = [
  'from',
  'until',
  'actor',
  'action',
  'outcome',
  'resourceType',
  'instanceId',
  'projectId',
  'text',
] as const

type Get = (key: string) => string | null

/** A moment from the address: a whole one, or the form that the browser's field gives, in UTC. */
function moment(value: string | null): string | undefined {
  if (!value) return undefined
  const isLocal = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value)
  const date = new Date(isLocal ? `${value}Z` : value)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** The filters that the address asks for; what makes no sense counts as not set. */
export function auditFiltersFrom(get: Get): AuditFilters {
  const shape = listAuditEntriesSchema.shape
  const filters: Record<string, string> = {}
  for (const key of filterKeys) {
    const value = key === 'from' || key === 'until' ? moment(get(key)) : get(key)
    if (value && shape[key].safeParse(value).success) filters[key] = value
  }
  return filters
}

/** The page of the log that the address asks for. */
export function auditInputFrom(get: Get): ListAuditEntriesInput {
  const { before, after } = listAuditEntriesSchema.shape
  const place = {
    before: before.safeParse(get('before') ?? undefined).data,
    after: after.safeParse(get('after') ?? undefined).data,
  }
  return {
    ...auditFiltersFrom(get),
    ...(place.before ? { before: place.before } : place.after ? { after: place.after } : {}),
    limit: pageSize,
  }
}

/** The address of a file with everything that the filters show. */
export function exportHref(
  organizationId: string,
  format: 'csv' | 'json',
  filters: AuditFilters,
): string {
  const query = new URLSearchParams({ organizationId, format, ...filters })
  return `/data/audit-entries/export?${query.toString()}`
}
