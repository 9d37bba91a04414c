import type { EngineDriver, NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { driverFor } from '@/agent/engines/drivers.ts'
import type { EndpointSpec } from '@/agent/endpoints/endpoint.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { endpointBindHost } from '@/agent/platforms/local/addresses.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { readSecret, secretNames } from '@/agent/platforms/local/secrets.ts'
import { StepFailure } from '@/agent/platforms/platform.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { engineOf, parseEngineVersion } from '@/lib/instances/engines.ts'
import { findNodeType } from '@/lib/instances/node-types.ts'
import { endpointDirectory, nodeDirectory } from '@/lib/paths/paths.ts'
import { overridesIn } from '@/lib/settings/list.ts'

const include = {
  nodes: { orderBy: { createdAt: 'asc' } },
  endpoints: { orderBy: { createdAt: 'asc' } },
  allowedIps: true,
} as const satisfies Prisma.InstanceInclude

export type LocalInstance = Prisma.InstanceGetPayload<{ include: typeof include }>
export type LocalNode = LocalInstance['nodes'][number]
export type LocalEndpoint = LocalInstance['endpoints'][number]

/** Name of Holdfast's own superuser in every engine. */
export const superuserName = '_rdb_superadmin'

/** Loads an instance with what the platform needs of it; throws when it is gone. */
export async function loadInstance(instanceId: string): Promise<LocalInstance> {
  const instance = await db().instance.findUnique({ where: { id: instanceId }, include })
  if (!instance) throw new StepFailure('not_found', 'The instance does not exist any more.')
  return instance
}

/** Every instance, for the reconcilers. */
export async function loadInstances(): Promise<LocalInstance[]> {
  return db().instance.findMany({ include })
}

/** The primary of an instance; throws when its first step has not run. */
export function primaryOf(instance: LocalInstance): LocalNode {
  const node = instance.nodes.find(({ role }) => role === 'primary')
  if (!node) throw new StepFailure('no_node', 'The instance has no node yet. Retry its creation.')
  return node
}

/** The driver of the instance's engine. */
export function driverOf(instance: LocalInstance): EngineDriver {
  return driverFor(engineOf(instance.engine).name)
}

/** The pack that a node runs with: the one it was created with, else the newest of its version. */
export function packOf(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode | null,
): EnginePack {
  const chosen = context.packs.find(({ id }) => id === node?.packId)
  if (chosen) return chosen
  const wanted = parseEngineVersion(instance.engine)
  const pack = context.packs.find(
    ({ product, version }) => product === wanted?.engine && version === wanted.version,
  )
  if (!pack) {
    throw new StepFailure('engine_unavailable', `${instance.engine} is not available here.`)
  }
  return pack
}

/** Everything that the driver must know about a node. */
export function nodeSpec(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
): NodeSpec {
  return {
    nodeId: node.id,
    instanceId: instance.id,
    engine: engineOf(instance.engine).name,
    pack: packOf(context, instance, node),
    directory: nodeDirectory(context.paths, instance.id, node.id),
    port: node.port,
    memoryBytes: Number(instance.memoryBytes),
    vcpus: findNodeType(instance.nodeType)?.vcpus ?? 1,
    settings: overridesIn(instance.settings),
    initSettings: overridesIn(instance.initSettings),
    requireTls: instance.requireTls,
  }
}

/** How Holdfast signs in to the node; throws before its data directory was prepared. */
export async function nodeCredentials(nodeId: string): Promise<NodeCredentials> {
  const password = await readSecret(`node:${nodeId}`, secretNames.superuserPassword)
  if (password === null) {
    throw new StepFailure('not_prepared', 'The data directory is not prepared yet.')
  }
  return { user: superuserName, password }
}

/** Where an endpoint listens. */
export function endpointSpec(
  context: LocalContext,
  endpoint: Pick<LocalEndpoint, 'id' | 'port' | 'bindAddress'>,
): EndpointSpec {
  return {
    endpointId: endpoint.id,
    directory: endpointDirectory(context.paths, endpoint.id),
    bindHost: endpoint.bindAddress ?? endpointBindHost(context.environment),
    port: endpoint.port,
  }
}
