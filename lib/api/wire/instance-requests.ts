import { z } from '@hono/zod-openapi'
import { invalid, notFound, preconditionFailed } from '@/lib/core/errors.ts'
import type { ApiKeyActor } from '@/lib/auth/api-keys.ts'
import {
  instanceOrders,
  type CreateInstanceInput,
  type ListInstancesInput,
  type UpdateInstanceInput,
} from '@/lib/instances/schema.ts'
import { pageQuery, queryFlag, queryText } from './common.ts'
import { endpointSpecSchema } from './endpoints.ts'

export const createInstanceBody = z
  .object({
    project_id: z
      .guid('This is not a UUID.')
      .nullish()
      .openapi({ description: "The key's default project if absent." }),
    organization_id: z.guid('This is not a UUID.').nullish(),
    name: z.string().nullish().openapi({ description: 'Empty: a name is made up.' }),
    engine: z.string().openapi({ example: 'PostgreSQL-17' }),
    user_name: z.string().nullish().openapi({ description: 'Empty: no user is created.' }),
    password: z.string().nullish(),
    node_type: z.string().openapi({ example: 'db-dev-s' }),
    is_ha_cluster: z.boolean().nullish(),
    high_availability_mode: z
      .enum(['unknown_high_availability_mode', 'disabled', 'single_zone', 'multiple_zone'])
      .nullish(),
    disable_backup: z.boolean().nullish(),
    backup_same_region: z.boolean().nullish(),
    tags: z.array(z.string()).nullish(),
    init_settings: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
    volume_type: z.enum(['lssd', 'bssd', 'sbs_5k', 'sbs_15k']).nullish(),
    volume_size: z.number().nullish().openapi({ description: 'Bytes; 0 for lssd.' }),
    init_endpoints: z.array(endpointSpecSchema).nullish(),
    encryption: z.object({ enabled: z.boolean().nullish() }).nullish(),
  })
  .openapi('CreateInstanceRequest')
type CreateInstanceBody = z.output<typeof createInstanceBody>

export const updateInstanceBody = z
  .object({
    name: z.string().nullish(),
    tags: z.array(z.string()).nullish(),
    backup_schedule_frequency: z.number().nullish().openapi({ description: 'Hours.' }),
    backup_schedule_retention: z.number().nullish().openapi({ description: 'Days.' }),
    backup_schedule_start_hour: z.number().nullish().openapi({ description: '0-23, UTC.' }),
    is_backup_schedule_disabled: z.boolean().nullish(),
    backup_same_region: z.boolean().nullish(),
    logs_policy: z
      .object({
        max_age_retention: z.number().nullish().openapi({ description: 'Days.' }),
        total_disk_retention: z
          .number()
          .nullish()
          .openapi({ description: 'Bytes; null takes the limit away.' }),
      })
      .nullish(),
  })
  .openapi('UpdateInstanceRequest')

export const listInstancesQuery = z.object({
  name: queryText.optional().openapi({ description: 'Part of the name.' }),
  tags: z
    .union([queryText, z.array(queryText).max(32)])
    .optional()
    .openapi({ description: 'Instances that have all of these; repeat the key.' }),
  order_by: z.enum(instanceOrders).default('created_at_asc'),
  project_id: z.guid('This is not a UUID.').optional(),
  organization_id: z.guid('This is not a UUID.').optional(),
  has_maintenances: queryFlag.optional(),
  ...pageQuery,
})

/** What the command calls a request to create; the name is given, as it may be made up. */
export function toCreateInput(
  body: CreateInstanceBody,
  actor: ApiKeyActor,
  name: string,
): CreateInstanceInput {
  const { organization_id: organizationId } = body
  if (organizationId != null && organizationId.toLowerCase() !== actor.organizationId) {
    throw notFound('organization', organizationId)
  }
  refuseUnavailable(body)
  const mode = body.high_availability_mode
  return {
    projectId: body.project_id ?? actor.defaultProjectId,
    name,
    engine: body.engine,
    isHaCluster: body.is_ha_cluster === true || mode === 'single_zone' || mode === 'multiple_zone',
    nodeType: body.node_type,
    // The command refuses the types that exist on the wire only.
    volumeType: (body.volume_type ?? 'lssd') as CreateInstanceInput['volumeType'],
    volumeSizeBytes: body.volume_size ?? 0,
    userName: body.user_name ?? '',
    password: body.password ?? '',
    tags: body.tags ?? [],
    disableBackup: body.disable_backup ?? false,
    backupSameRegion: body.backup_same_region ?? true,
    initSettings: body.init_settings ?? [],
  }
}

function refuseUnavailable(body: CreateInstanceBody): void {
  if (body.encryption?.enabled === true) {
    const message = 'Encryption at rest is not available yet. Create the instance without it.'
    throw preconditionFailed('unknown_precondition', message)
  }
  const specs = body.init_endpoints ?? []
  const refuse = (argument: string, message: string): never => {
    throw invalid([{ argument, reason: 'constraint', message }])
  }
  for (const [index, spec] of specs.entries()) {
    const argument = `init_endpoints.${String(index)}`
    if (spec.private_network != null) {
      refuse(`${argument}.private_network`, 'Add the private endpoint once the instance exists.')
    }
    if (spec.load_balancer == null) refuse(argument, 'Choose load_balancer.')
  }
  if (specs.length > 1) refuse('init_endpoints', 'An instance has one load balancer at most.')
}

/** What the command calls a request to update; null leaves a value as it is. */
export function toUpdateInput(
  instanceId: string,
  body: z.output<typeof updateInstanceBody>,
): UpdateInstanceInput {
  const policy = body.logs_policy
  return {
    instanceId,
    ...given('name', body.name),
    ...given('tags', body.tags),
    ...given('backupFrequencyHours', body.backup_schedule_frequency),
    ...given('backupRetentionDays', body.backup_schedule_retention),
    ...given('backupStartHour', body.backup_schedule_start_hour),
    ...given('isBackupScheduleDisabled', body.is_backup_schedule_disabled),
    ...given('backupSameRegion', body.backup_same_region),
    ...given('logsMaxAgeDays', policy?.max_age_retention),
    ...(policy?.total_disk_retention === undefined
      ? {}
      : { logsMaxBytes: policy.total_disk_retention }),
  }
}

function given<K extends string, V>(key: K, value: V | null | undefined): Partial<Record<K, V>> {
  const present: Partial<Record<K, V>> = {}
  if (value != null) present[key] = value
  return present
}

/** What the query calls a request to list. */
export function toListInput(query: z.output<typeof listInstancesQuery>): ListInstancesInput {
  return {
    ...given('name', query.name),
    ...given('projectId', query.project_id),
    ...given('organizationId', query.organization_id),
    ...given('hasMaintenances', query.has_maintenances),
    ...(query.tags === undefined
      ? {}
      : { tags: typeof query.tags === 'string' ? [query.tags] : query.tags }),
    order: query.order_by,
    page: query.page,
    pageSize: query.page_size,
  }
}
