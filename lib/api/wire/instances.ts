import { z } from '@hono/zod-openapi'
import { volumeClass } from '@/lib/instances/node-types.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { instanceStatuses } from '@/lib/instances/state.ts'
import { timestamp, toTimestamp } from './common.ts'
import { endpointSchema, toEndpoint } from './endpoints.ts'
import { settingSchema } from './settings.ts'

export const instanceSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    organization_id: z.uuid(),
    project_id: z.uuid(),
    region: z.string(),
    status: z.enum(instanceStatuses),
    engine: z.string().openapi({ example: 'PostgreSQL-17' }),
    node_type: z.string().openapi({ example: 'db-dev-s' }),
    is_ha_cluster: z.boolean(),
    high_availability_mode: z.enum(['disabled', 'single_zone', 'multiple_zone']),
    volume: z.object({
      type: z.enum(['lssd', 'bssd', 'sbs_5k', 'sbs_15k']),
      size: z.int().openapi({ description: 'Bytes.' }),
      class: z.enum(['lssd', 'bssd', 'sbs']),
    }),
    endpoint: endpointSchema.nullable().openapi({ description: 'Use endpoints instead.' }),
    endpoints: z.array(endpointSchema),
    tags: z.array(z.string()),
    settings: z.array(settingSchema),
    init_settings: z.array(settingSchema),
    backup_schedule: z.object({
      frequency: z.int().openapi({ description: 'Hours.' }),
      retention: z.int().openapi({ description: 'Days.' }),
      disabled: z.boolean(),
      next_run_at: timestamp.nullable(),
    }),
    backup_same_region: z.boolean(),
    logs_policy: z.object({
      max_age_retention: z.int().nullable().openapi({ description: 'Days.' }),
      total_disk_retention: z.int().nullable().openapi({ description: 'Bytes.' }),
    }),
    encryption: z.object({ enabled: z.boolean() }),
    upgradable_version: z.array(z.object({})),
    read_replicas: z.array(z.object({})),
    maintenances: z.array(z.object({})),
    created_at: timestamp,
  })
  .openapi('Instance')

export const instancePageSchema = z
  .object({ instances: z.array(instanceSchema), total_count: z.int() })
  .openapi('ListInstancesResponse')

/**
 * The status that clients wait on. What is saved and not yet effective shows as a transition, so
 * that their waiters wait for it, though it keeps nobody from doing something else.
 */
function statusOf({ status, applying }: InstanceDto): InstanceDto['status'] {
  if (status !== 'ready' || applying.length === 0) return status
  return applying.includes('endpoint_opening') ? 'initializing' : 'configuring'
}

/** A public endpoint appears once it is open, a private one at once, as in the model. */
function listedEndpoints({ status, endpoints }: InstanceDto): ReturnType<typeof toEndpoint>[] {
  if (status === 'provisioning') return []
  return endpoints
    .filter(({ kind, isOpen }) => isOpen || kind === 'private_network')
    .map(toEndpoint)
}

/** An instance on the wire. Its endpoints appear once the instance is made. */
export function toInstance(instance: InstanceDto): z.input<typeof instanceSchema> {
  const endpoints = listedEndpoints(instance)
  return {
    id: instance.id,
    name: instance.name,
    organization_id: instance.organizationId,
    project_id: instance.projectId,
    region: instance.region,
    status: statusOf(instance),
    engine: instance.engine,
    node_type: instance.nodeType,
    is_ha_cluster: instance.isHaCluster,
    high_availability_mode: instance.isHaCluster ? 'single_zone' : 'disabled',
    volume: {
      type: instance.volumeType,
      size: instance.volumeSizeBytes,
      class: volumeClass(instance.volumeType),
    },
    endpoint: endpoints.find(({ load_balancer: isPublic }) => isPublic) ?? null,
    endpoints,
    tags: instance.tags,
    // As in the model, there are none to tell before the engine runs.
    settings: instance.status === 'provisioning' ? [] : instance.settings,
    init_settings: instance.initSettings,
    backup_schedule: {
      frequency: instance.backupSchedule.frequencyHours,
      retention: instance.backupSchedule.retentionDays,
      disabled: instance.backupSchedule.disabled,
      next_run_at: null,
    },
    backup_same_region: instance.backupSchedule.sameRegion,
    logs_policy: {
      max_age_retention: instance.logsPolicy.maxAgeDays,
      total_disk_retention: instance.logsPolicy.maxBytes,
    },
    encryption: { enabled: false },
    upgradable_version: [],
    read_replicas: [],
    maintenances: [],
    created_at: toTimestamp(instance.createdAt),
  }
}
