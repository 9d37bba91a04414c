import type { Context } from '@/lib/core/context.ts'
import type { ResourceRef } from '@/lib/core/authorise.ts'
import { notFound } from '@/lib/core/errors.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import { env } from '@/lib/env/env.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import type { EndpointKind } from '@/lib/endpoints/schema.ts'
import { endpointStateOf } from '@/lib/endpoints/state.ts'
import type { OperationDto } from '@/lib/operations/schema.ts'
import { overridesIn, shownSettings } from '@/lib/settings/list.ts'
import { engineOf } from './engines.ts'
import { findNodeType, volumeTypes } from './node-types.ts'
import type { Applying, EndpointDto, InstanceDto, NodeDto } from './schema.ts'
import { nodeRoles, toInstanceStatus, toNodeHealth } from './state.ts'

export const instanceInclude = {
  project: { select: { organizationId: true } },
  nodes: { orderBy: { createdAt: 'asc' } },
  endpoints: { orderBy: { createdAt: 'asc' }, include: { privateNetwork: true } },
  allowedIps: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
  certificate: { select: { notAfter: true } },
} as const satisfies Prisma.InstanceInclude

export type InstanceRow = Prisma.InstanceGetPayload<{ include: typeof instanceInclude }>

/** What authorisation decides on for an instance. */
export function instanceRef(row: InstanceRow): ResourceRef {
  return {
    type: 'instance',
    id: row.id,
    name: row.name,
    projectId: row.projectId,
    organizationId: row.project.organizationId,
  }
}

/** Loads an instance or throws `not_found`. */
export async function getInstanceOrThrow(
  database: Database | Transaction,
  instanceId: string,
): Promise<InstanceRow> {
  const row = await database.instance.findUnique({
    where: { id: instanceId },
    include: instanceInclude,
  })
  if (!row) throw notFound('instance', instanceId)
  return row
}

/** Locks the instance for this transaction, then loads it; the resource of most commands. */
export async function lockInstance(
  tx: Transaction,
  _context: Context,
  input: { instanceId: string },
): Promise<{ ref: ResourceRef; record: InstanceRow }> {
  await tx.$queryRaw`SELECT 1 FROM "instance" WHERE "id" = ${input.instanceId}::uuid FOR UPDATE`
  const record = await getInstanceOrThrow(tx, input.instanceId)
  return { ref: instanceRef(record), record }
}

/** Turns a row into what console and API show. */
export function toInstanceDto(row: InstanceRow, operation: OperationDto | null): InstanceDto {
  const { region } = env()
  const engine = engineOf(row.engine)
  const nodes = row.nodes.map(toNodeDto)
  const primary = nodes.find((node) => node.role === 'primary')
  const endpoints = row.endpoints.map((endpoint) => toEndpointDto(endpoint, row.nodes))
  return {
    id: row.id,
    projectId: row.projectId,
    organizationId: row.project.organizationId,
    name: row.name,
    engine: row.engine,
    engineName: engine.name,
    region,
    status: toInstanceStatus(row.status),
    statusReason: row.statusReason,
    statusChangedAt: row.statusChangedAt.toISOString(),
    health: primary?.health ?? 'unknown',
    healthReason: primary?.healthReason ?? null,
    nodeType: row.nodeType,
    vcpus: findNodeType(row.nodeType)?.vcpus ?? 1,
    memoryBytes: Number(row.memoryBytes),
    volumeType: volumeTypes.find((type) => type === row.volumeType) ?? 'sbs_5k',
    volumeSizeBytes: Number(row.volumeSizeBytes),
    isHaCluster: row.isHaCluster,
    requireTls: row.requireTls,
    tags: row.tags,
    initialUserName: row.initialUserName,
    defaultDatabase: engine.defaultDatabase,
    settings: shownSettings(row),
    initSettings: overridesIn(row.initSettings),
    backupSchedule: {
      frequencyHours: row.backupFrequencyHours,
      retentionDays: row.backupRetentionDays,
      startHour: row.backupStartHour,
      disabled: row.isBackupScheduleDisabled,
      sameRegion: row.backupSameRegion,
    },
    logsPolicy: {
      maxAgeDays: row.logsMaxAgeDays,
      maxBytes: row.logsMaxBytes === null ? null : Number(row.logsMaxBytes),
    },
    nodes,
    endpoints,
    allowedIps: row.allowedIps.map(({ cidr, description }) => ({ cidr, description })),
    applying: applyingOf(row, endpoints),
    certificateNotAfter: row.certificate?.notAfter.toISOString() ?? null,
    operation,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

function toNodeDto(node: InstanceRow['nodes'][number]): NodeDto {
  return {
    id: node.id,
    role: nodeRoles.find((role) => role === node.role) ?? 'primary',
    health: toNodeHealth(node.health),
    healthReason: node.healthReason,
    healthChangedAt: node.healthChangedAt?.toISOString() ?? null,
    release: node.release,
    restartCount: node.restartCount,
    createdAt: node.createdAt.toISOString(),
  }
}

/** Turns an endpoint with the nodes of its instance into what console and API show. */
export function toEndpointDto(
  endpoint: InstanceRow['endpoints'][number],
  nodes: readonly { id: string }[],
): EndpointDto {
  const kind: EndpointKind =
    endpoint.kind === 'private_network' ? 'private_network' : 'load_balancer'
  const { privateNetwork: network, targetNodeId } = endpoint
  return {
    id: endpoint.id,
    kind,
    host: endpoint.bindAddress ?? env().publicHost,
    port: endpoint.port,
    isOpen: endpoint.isOpen,
    state: endpointStateOf({
      isOpen: endpoint.isOpen,
      isClosing: endpoint.closingAt !== null,
      hasFailure: endpoint.failure !== null,
      isAtHome: targetNodeId === null || nodes.some(({ id }) => id === targetNodeId),
    }),
    failure: endpoint.failure,
    privateNetwork: network && { id: network.id, cidr: network.cidr },
    connections: endpoint.connections,
    createdAt: endpoint.createdAt.toISOString(),
  }
}

function applyingOf(row: InstanceRow, endpoints: readonly EndpointDto[]): Applying[] {
  const states = new Set(endpoints.map(({ state }) => state))
  const applying: Applying[] = []
  // A list that no endpoint enforces has nothing to wait for.
  const isFiltered = endpoints.some(({ kind }) => kind === 'load_balancer')
  const isPending = row.allowedIpsObservedGeneration < row.allowedIpsGeneration
  if (isFiltered && isPending) applying.push('allowed_ips')
  if (states.has('opening') || states.has('moving')) applying.push('endpoint_opening')
  if (states.has('closing')) applying.push('endpoint_closing')
  return applying
}
