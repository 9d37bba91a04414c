import { z } from 'zod'
import { everyone, initialAllowedIpsSchema } from '@/lib/allowed-ips/schema.ts'
import type { EndpointKind } from '@/lib/endpoints/schema.ts'
import type { EndpointState } from '@/lib/endpoints/state.ts'
import type { OperationDto } from '@/lib/operations/schema.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'
import { refuseInitSettings } from '@/lib/settings/validate.ts'
import { engineFacts, parseEngineVersion, type EngineName } from './engines.ts'
import { findNodeType, volumeLimits, volumeTypes } from './node-types.ts'
import type { VolumeType } from './node-types.ts'
import type { InstanceStatus, NodeHealth, NodeRole } from './state.ts'

/** PostgreSQL's text cannot hold the character. */
const withoutNul = /^[^\0]*$/
const printable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u

export const instanceNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(63, 'A name has at most 63 characters.')
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N}._ -]*[\p{L}\p{N}])?$/u, {
    message:
      'Use letters, digits, spaces, dots, dashes and underscores; start and end with a letter or digit.',
  })

export const tagsSchema = z
  .array(
    z
      .string()
      .trim()
      .min(1, 'A tag is not empty.')
      .max(128, 'A tag has at most 128 characters.')
      .regex(printable, 'A tag has printable characters only.'),
  )
  .max(32, 'At most 32 tags.')
  .refine((tags) => new Set(tags).size === tags.length, 'Each tag only once.')

export const passwordSchema = z
  .string()
  .min(8, 'At least 8 characters.')
  .max(128, 'At most 128 characters.')
  .regex(/^[\x20-\x7e]+$/, 'Use characters of the ASCII set only.')
  .regex(/[0-9]/, 'At least one digit.')
  .regex(/[A-Z]/, 'At least one upper-case letter.')
  .regex(/[a-z]/, 'At least one lower-case letter.')
  .regex(/[^0-9A-Za-z\s]/, 'At least one special character.')

/** Why a user name is refused on an engine; null when it is fine. Rules: RDB API, createUser. */
export function whyUserNameIsRefused(name: string, engine: EngineName): string | null {
  const facts = engineFacts[engine]
  if (name === '') return 'Enter a user name.'
  if (name.length > facts.maxUserNameLength) {
    return `A ${facts.label} user name has at most ${String(facts.maxUserNameLength)} characters.`
  }
  if (!/^[a-zA-Z_]/.test(name)) return 'Start with a letter.'
  const lower = name.toLowerCase()
  const prefix = facts.reservedPrefixes.find((reserved) => lower.startsWith(reserved))
  if (prefix !== undefined) return `Names that start with ${prefix} are reserved.`
  if (!/^[a-zA-Z][a-zA-Z0-9_$-]*$/.test(name)) {
    return 'Start with a letter; use letters, digits, underscore, dollar and dash.'
  }
  if (facts.reservedNames.includes(lower)) return `The name ${name} is reserved.`
  return null
}

export const createInstanceSchema = z
  .strictObject({
    projectId: z.uuid('This is not a project id.'),
    name: instanceNameSchema,
    engine: z.string().refine((name) => parseEngineVersion(name) !== null, {
      message: 'Choose an engine and version, for example PostgreSQL-17.',
    }),
    isHaCluster: z.boolean().default(false),
    nodeType: z
      .string()
      .refine((name) => findNodeType(name) !== null, { message: 'Choose a node type.' }),
    volumeType: z.enum(volumeTypes, { error: 'Choose a volume type: lssd or sbs_5k.' }),
    /** 0 takes the local volume that comes with the node type. */
    volumeSizeBytes: z.number().int().min(0).max(volumeLimits.maxBytes),
    userName: z.string(),
    password: z.union([z.literal(''), passwordSchema]),
    tags: tagsSchema.default([]),
    requireTls: z.boolean().default(true),
    disableBackup: z.boolean().default(false),
    backupSameRegion: z.boolean().default(true),
    /** Settings that can never be changed later. */
    initSettings: z
      .array(z.strictObject({ name: z.string().max(100), value: z.string().max(200) }))
      .max(20)
      .default([]),
    /** Who may connect at first; nobody when empty. */
    allowedIps: initialAllowedIpsSchema.default([everyone]),
  })
  .superRefine((input, context) => {
    checkUser(input, context)
    checkVolume(input, context)
    checkInitSettings(input, context)
  })
export type CreateInstanceInput = z.input<typeof createInstanceSchema>

function checkUser(
  input: { engine: string; userName: string; password: string },
  context: z.RefinementCtx,
): void {
  if (input.userName === '' && input.password === '') return
  const engine = parseEngineVersion(input.engine)?.engine ?? 'postgresql'
  const refusal = whyUserNameIsRefused(input.userName, engine)
  if (refusal !== null) context.addIssue({ code: 'custom', path: ['userName'], message: refusal })
  if (input.password === '') {
    context.addIssue({ code: 'custom', path: ['password'], message: 'Enter a password.' })
  }
}

function checkVolume(
  input: { nodeType: string; volumeType: VolumeType; volumeSizeBytes: number },
  context: z.RefinementCtx,
): void {
  const refuse = (message: string): void =>
    context.addIssue({ code: 'custom', path: ['volumeSizeBytes'], message })
  const { volumeSizeBytes: size } = input
  if (input.volumeType === 'lssd') {
    const local = findNodeType(input.nodeType)?.localVolumeBytes ?? null
    if (local === null) {
      const message = 'This node type has no local volume; choose sbs_5k.'
      context.addIssue({ code: 'custom', path: ['volumeType'], message })
    } else if (size !== 0 && size !== local) {
      refuse(`The local volume of this node type has ${String(local / 10 ** 9)} GB.`)
    }
    return
  }
  if (size < volumeLimits.minBytes) refuse('A volume has at least 5 GB.')
  else if (size % volumeLimits.stepBytes !== 0) refuse('A volume comes in steps of 5 GB.')
}

function checkInitSettings(
  input: { engine: string; initSettings: { name: string; value: string }[] },
  context: z.RefinementCtx,
): void {
  if (parseEngineVersion(input.engine) === null) return
  const label = input.engine.replace('-', ' ')
  const broken = refuseInitSettings(catalogueOf(input.engine), label, input.initSettings)
  for (const { argument, message } of broken) {
    const [list = '', index = '0'] = argument.split('.')
    context.addIssue({ code: 'custom', path: [list, Number(index)], message })
  }
}

export const updateInstanceSchema = z.strictObject({
  instanceId: z.uuid(),
  name: instanceNameSchema.optional(),
  tags: tagsSchema.optional(),
  backupFrequencyHours: z.number().int().min(1).max(720).optional(),
  backupRetentionDays: z.number().int().min(1).max(365).optional(),
  backupStartHour: z.number().int().min(0).max(23).optional(),
  isBackupScheduleDisabled: z.boolean().optional(),
  backupSameRegion: z.boolean().optional(),
  logsMaxAgeDays: z.number().int().min(1).max(365).optional(),
  logsMaxBytes: z.number().int().min(0).nullable().optional(),
})
export type UpdateInstanceInput = z.input<typeof updateInstanceSchema>

export const instanceRefSchema = z.strictObject({ instanceId: z.uuid() })

export const deleteInstanceSchema = z.strictObject({
  instanceId: z.uuid(),
  /** The name as typed by the user; the API, which has no such field, leaves it out. */
  confirmName: z.string().optional(),
})

export const instanceOrders = [
  'created_at_asc',
  'created_at_desc',
  'name_asc',
  'name_desc',
  'region',
  'status_asc',
  'status_desc',
] as const
export type InstanceOrder = (typeof instanceOrders)[number]

export const listInstancesSchema = z.strictObject({
  projectId: z.uuid().optional(),
  organizationId: z.uuid().optional(),
  /** Part of the name; letter case does not count. */
  name: z.string().max(200).regex(withoutNul).optional(),
  /** Instances that have every one of these tags. */
  tags: z.array(z.string().regex(withoutNul)).max(32).optional(),
  engine: z.enum(['postgresql', 'mysql']).optional(),
  status: z.string().max(40).optional(),
  hasMaintenances: z.boolean().optional(),
  order: z.enum(instanceOrders).default('created_at_asc'),
  page: z.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.number().int().min(1).max(100).default(50),
})
export type ListInstancesInput = z.input<typeof listInstancesSchema>

export interface NodeDto {
  id: string
  role: NodeRole
  health: NodeHealth
  healthReason: string | null
  healthChangedAt: string | null
  release: string | null
  restartCount: number
  createdAt: string
}

export interface EndpointDto {
  id: string
  kind: EndpointKind
  host: string
  port: number
  isOpen: boolean
  state: EndpointState
  /** Why it could not be opened, in a sentence; null while it can. */
  failure: string | null
  /** The network of a private endpoint; null for a public one. */
  privateNetwork: { id: string; cidr: string } | null
  /** Open client connections, as last seen. */
  connections: number
  createdAt: string
}

/** What waits for the agent while the instance serves its clients. */
export type Applying = 'allowed_ips' | 'endpoint_opening' | 'endpoint_closing'

export interface InstanceDto {
  id: string
  projectId: string
  organizationId: string
  name: string
  engine: string
  engineName: EngineName
  region: string
  status: InstanceStatus
  statusReason: string | null
  statusChangedAt: string
  /** Health of the primary, the node that the endpoint leads to. */
  health: NodeHealth
  healthReason: string | null
  nodeType: string
  vcpus: number
  memoryBytes: number
  volumeType: VolumeType
  volumeSizeBytes: number
  isHaCluster: boolean
  requireTls: boolean
  tags: string[]
  initialUserName: string
  defaultDatabase: string
  /** Overrides, and what follows from the node's size. */
  settings: { name: string; value: string }[]
  initSettings: { name: string; value: string }[]
  backupSchedule: {
    frequencyHours: number
    retentionDays: number
    startHour: number | null
    disabled: boolean
    sameRegion: boolean
  }
  logsPolicy: { maxAgeDays: number; maxBytes: number | null }
  nodes: NodeDto[]
  endpoints: EndpointDto[]
  allowedIps: { cidr: string; description: string }[]
  /** Changes that are saved and not yet effective; the status stays what it is. */
  applying: Applying[]
  certificateNotAfter: string | null
  /** The operation that runs now, or the last one when it failed; null otherwise. */
  operation: OperationDto | null
  createdAt: string
  updatedAt: string
}

export interface InstancePage {
  instances: InstanceDto[]
  totalCount: number
  /** When the server read the rows. */
  readAt: string
}
