import { matcherOf } from '@/agent/endpoints/addresses.ts'
import type { NodeAddress } from '@/agent/endpoints/endpoint.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'
import {
  files,
  frontend,
  maxConnections,
  noTarget,
  server,
} from '@/agent/endpoints/haproxy/configuration.ts'
import { ask, tell } from '@/agent/endpoints/haproxy/runtime-socket.ts'
import {
  listAllowed,
  listSessions,
  readRuntimeState,
  type RuntimeState,
} from '@/agent/endpoints/haproxy/runtime-state.ts'
import { waitUntil } from '@/agent/process/ready.ts'

const switchWaitMs = 2000

/** Whether new connections go to this node, or to none for null. */
export function isTargetOf(state: RuntimeState, target: NodeAddress | null): boolean {
  if (!target) return state.isInMaintenance
  const isSame = state.server.host === target.host && state.server.port === target.port
  return !state.isInMaintenance && isSame
}

/**
 * Lets new connections wait in the kernel's backlog (held) or through. HAProxy accepts nothing while
 * the frontend's limit is 0, so neither side notices more than a delay, whoever speaks first, and
 * connections that exist are untouched.
 */
export async function setHeld(directory: string, isHeld: boolean): Promise<void> {
  await tell(directory, `set maxconn frontend ${frontend} ${isHeld ? 0 : maxConnections}`)
}

/**
 * Sends new connections to the node and cuts those to the former one. New connections wait the few
 * milliseconds that it takes; afterwards they are held when `isHeldAfterwards`.
 *
 * The server stays in maintenance from before its address changes until the old sessions are gone:
 * a repeated call after an interruption sees that and cuts again. When a step fails, new
 * connections keep waiting instead of reaching a node that they must not.
 */
export async function switchTarget(
  directory: string,
  target: NodeAddress | null,
  isHeldAfterwards: boolean,
): Promise<void> {
  if (!isTargetOf(await readRuntimeState(directory), target)) {
    await setHeld(directory, true)
    const { host, port } = target ?? noTarget
    await tell(directory, `set server ${server} state maint`)
    await ask(directory, `set server ${server} addr ${host} port ${port}`)
    // HAProxy applies a new address in a task of its own, after the command has returned.
    await waitUntil(
      async () => {
        const { server: now, isInMaintenance } = await readRuntimeState(directory)
        return isInMaintenance && now.host === host && now.port === port
      },
      { timeoutMs: switchWaitMs, intervalMs: 1, label: 'HAProxy to change its target' },
    ).catch((cause: unknown) => {
      throw new EndpointError('not_answering', 'HAProxy did not change its target', { cause })
    })
    await cutSessions(directory)
    if (target) await tell(directory, `set server ${server} state ready`)
  }
  await setHeld(directory, isHeldAfterwards)
}

/** Cuts every connection that goes to the node. */
export async function cutSessions(directory: string): Promise<void> {
  await tell(directory, `shutdown sessions server ${server}`)
}

async function replaceAllowed(directory: string, rules: readonly string[]): Promise<void> {
  const prepared = await ask(directory, `prepare map ${files.allowed}`)
  const version = /^New version created: (\d+)$/m.exec(prepared)?.[1]
  if (version === undefined) {
    throw new EndpointError('not_answering', `HAProxy refused: ${prepared.trim()}`)
  }
  await tell(
    directory,
    ...rules.map((rule) => `add map @${version} ${files.allowed} ${rule} ${rule}`),
    `commit map @${version} ${files.allowed}`,
  )
}

/**
 * Admits exactly the addresses in `rules` (normalised, all or nothing at one moment) and cuts the
 * connections of all others.
 */
export async function applyAllowed(directory: string, rules: readonly string[]): Promise<void> {
  const present = await listAllowed(directory)
  const isSame = present.join() === [...rules].sort().join()
  if (!isSame) await replaceAllowed(directory, rules)
  const isAllowed = matcherOf(rules)
  const outside = (await listSessions(directory)).filter((it) => !isAllowed(it.clientAddress))
  // A session may end by itself meanwhile: its command then prints that it is unknown.
  for (let from = 0; from < outside.length; from += 200) {
    const commands = outside.slice(from, from + 200).map(({ id }) => `shutdown session ${id}`)
    await ask(directory, ...commands)
  }
}
