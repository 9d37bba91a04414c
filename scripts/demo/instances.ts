import type { Context } from '@/lib/core/context.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import type { EngineName } from '@/lib/instances/engines.ts'
import { getCreateOptions, getInstance, listInstances } from '@/lib/instances/queries.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'

const readyWithinMs = 10 * 60_000
const pollMs = 1_000

export interface DemoInstance {
  name: string
  engine: EngineName
  nodeType: string
  userName: string
}

export const demoInstances: readonly DemoInstance[] = [
  { name: 'demo-shop', engine: 'postgresql', nodeType: 'db-dev-s', userName: 'shop' },
  { name: 'demo-tickets', engine: 'mysql', nodeType: 'db-dev-s', userName: 'tickets' },
]

function contextOf(): Context {
  const actor = { kind: 'system', name: 'demo' } as const
  return { actor, requestId: newId(), address: null, userAgent: null }
}

/**
 * Finds the instance by its name or creates it through the same command that the console uses, and
 * waits until it is ready. Null when it cannot be had; the reason is said.
 */
export async function ensureDemoInstance(
  wanted: DemoInstance,
  password: string,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<{ host: string; port: number; database: string } | null> {
  const { defaultProjectId } = await ensureInstallation()
  const { instances } = await listInstances.execute(contextOf(), {
    projectId: defaultProjectId,
    name: wanted.name,
  })
  const present = instances.find(({ name }) => name === wanted.name)
  const id = present?.id ?? (await create(wanted, defaultProjectId, password, say))
  return id === null ? null : waitUntilReady(id, signal, say)
}

async function create(
  wanted: DemoInstance,
  projectId: string,
  password: string,
  say: (text: string) => void,
): Promise<string | null> {
  const { engineVersions } = await getCreateOptions.execute(contextOf(), {})
  const version = engineVersions
    .filter((one) => one.available && one.name.toLowerCase().startsWith(wanted.engine))
    .sort((left, right) => Number.parseFloat(right.version) - Number.parseFloat(left.version))[0]
  if (version === undefined) {
    say(`${wanted.name} is left out: no version of its engine is available.`)
    return null
  }
  say(`creating ${wanted.name} (${version.name}).`)
  const { id } = await createInstance.execute(contextOf(), {
    projectId,
    name: wanted.name,
    engine: version.name,
    nodeType: wanted.nodeType,
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: wanted.userName,
    password,
    tags: ['demo'],
  })
  return id
}

async function waitUntilReady(
  instanceId: string,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<{ host: string; port: number; database: string } | null> {
  const deadline = performance.now() + readyWithinMs
  while (!signal.aborted && performance.now() < deadline) {
    const instance: InstanceDto = await getInstance.execute(contextOf(), { instanceId })
    const endpoint = instance.endpoints.find(({ isOpen }) => isOpen)
    if (instance.status === 'error') {
      say(`${instance.name} is in error: ${instance.statusReason ?? 'no reason is known'}`)
      return null
    }
    if (instance.status === 'ready' && endpoint) {
      return { host: endpoint.host, port: endpoint.port, database: instance.defaultDatabase }
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  return null
}
