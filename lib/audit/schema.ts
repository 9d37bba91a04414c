import { z } from 'zod'

export const auditOutcomes = ['allowed', 'refused'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

/** Kinds of objects that the log tells of, with what the console calls them. */
export const auditResourceLabels: Readonly<Record<string, string>> = {
  instance: 'Instance',
  endpoint: 'Endpoint',
  allowed_ip: 'Allowed IP',
  certificate: 'Certificate',
  client_certificate: 'Client certificate',
  database: 'Database',
  user: 'User',
  privilege: 'Privilege',
  extension: 'Extension',
  setting: 'Setting',
  organization: 'Organization',
  project: 'Project',
  member: 'Member',
  group: 'Group',
  application: 'Application',
  api_key: 'API key',
  policy: 'Policy',
}

/** What the console calls a kind of object; its own name when it has no other. */
export function auditResourceLabel(type: string): string {
  return auditResourceLabels[type] ?? type.replaceAll('_', ' ')
}

/** Plain JSON, as the log keeps what was before and after. */
export type AuditValue =
  string | number | boolean | null | readonly AuditValue[] | { readonly [key: string]: AuditValue }

export interface AuditEntryDto {
  id: string
  at: string
  outcome: AuditOutcome
  action: string
  actorKind: string
  /** Id of the member or access key; null for Holdfast itself and for strangers. */
  actorId: string | null
  actorName: string
  address: string | null
  userAgent: string | null
  requestId: string
  resourceType: string
  resourceId: string | null
  resourceName: string | null
  projectId: string | null
  instanceId: string | null
  operationId: string | null
  /** What was changed and what it became; null where the command records none. Never secrets. */
  before: AuditValue
  after: AuditValue
}

/** A page of the log, newest first, with where it goes on in either direction. */
export interface AuditPage {
  entries: AuditEntryDto[]
  /** Cursor of entries that are older than this page; null on the last one. */
  older: string | null
  /** Cursor of entries that are newer than this page; null when there are none now. */
  newer: string | null
  readAt: string
}

const text = z.string().trim().min(1).max(200)

/** Place of an entry in the log: its time and its id. */
const cursor = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'Start again from the newest entries.',
  )

const filters = {
  /** Only entries at or after this moment. */
  from: z.iso.datetime('Give the time as 2026-11-23T14:00:00Z.').optional(),
  /** Only entries before this moment. */
  until: z.iso.datetime('Give the time as 2026-11-23T14:00:00Z.').optional(),
  /** Part of the actor's name, or their whole id. */
  actor: text.optional(),
  /** An action, or all of a kind with the point at its end: `instance.` */
  action: z
    .string()
    .max(100)
    .regex(/^[a-z_]+\.[a-z-]*$/, 'Name an action, for example instance.restart.')
    .optional(),
  outcome: z.enum(auditOutcomes).optional(),
  resourceType: z.string().max(50).optional(),
  instanceId: z.uuid().optional(),
  projectId: z.uuid().optional(),
  /** Found anywhere in names, addresses and ids. */
  text: text.optional(),
}

export const auditFiltersSchema = z.strictObject(filters)
export type AuditFilters = z.input<typeof auditFiltersSchema>

export const listAuditEntriesSchema = z
  .strictObject({
    ...filters,
    /** Cursor: entries older than this place. */
    before: cursor.optional(),
    /** Cursor: entries newer than this place; the ones nearest to it. */
    after: cursor.optional(),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .refine(({ before, after }) => before === undefined || after === undefined, {
    path: ['after'],
    message: 'Give one cursor, not two.',
  })
export type ListAuditEntriesInput = z.input<typeof listAuditEntriesSchema>

export const auditFormats = ['csv', 'json'] as const

export const exportAuditEntriesSchema = z.strictObject({
  organizationId: z.uuid(),
  format: z.enum(auditFormats),
  ...filters,
})
export type ExportAuditEntriesInput = z.input<typeof exportAuditEntriesSchema>
