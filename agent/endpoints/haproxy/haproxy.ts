import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rulesFor } from '@/agent/endpoints/addresses.ts'
import type { EndpointDriver, EndpointSpec, NodeAddress } from '@/agent/endpoints/endpoint.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'
import { checkTarget, configurationOf, files } from '@/agent/endpoints/haproxy/configuration.ts'
import {
  examine,
  findProxy,
  startProxy,
  stopProxy,
} from '@/agent/endpoints/haproxy/proxy-process.ts'
import {
  applyAllowed,
  cutSessions,
  setHeld,
  switchTarget,
} from '@/agent/endpoints/haproxy/runtime-change.ts'
import { readCounts } from '@/agent/endpoints/haproxy/counters.ts'
import { readRuntimeState } from '@/agent/endpoints/haproxy/runtime-state.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { makeEngineDirectory, writeEngineFile } from '@/agent/process/files.ts'
import { isFrozen, type ProcessRef } from '@/agent/process/find.ts'
import { logger } from '@/lib/log/log.ts'

/** Each is a wait of two seconds, and the reconciler asks every two seconds. */
const silencesUntilReplaced = 3

function writeConfiguration(spec: EndpointSpec, target: NodeAddress | null): Promise<boolean> {
  const file = join(spec.directory, files.configuration)
  return writeEngineFile(file, configurationOf(spec, target))
}

function writeAllowed(spec: EndpointSpec, rules: readonly string[]): Promise<boolean> {
  const text = rules.map((rule) => `${rule} ${rule}\n`).join('')
  return writeEngineFile(join(spec.directory, files.allowed), text)
}

/**
 * Endpoints by one HAProxy process each (3.2 or newer), in TCP mode with TLS passed through. The
 * processes outlive the agent and are adopted by `open`; verbs on one endpoint run one after
 * another. All verbs throw EndpointError.
 *
 * - The server sees every connection come from 127.0.0.2.
 * - `hold`: connections are not accepted but wait in the kernel's backlog. After `maxWaitMs` they
 *   are let through to the target of that moment. A hold ends with the agent that asked for it:
 *   the next agent's `open` releases it.
 * - No target: connections are accepted and closed at once.
 * - `open` starts a process of another HAProxy release, port or configuration anew, which cuts its
 *   connections; everything else is changed in the running one.
 */
export function createHaproxyEndpoints({ pack }: { pack: EnginePack }): EndpointDriver {
  const log = logger('endpoints')
  const tails = new Map<string, Promise<unknown>>()
  const holds = new Map<string, NodeJS.Timeout>()
  /** How often in a row a running process did not answer. */
  const silences = new Map<string, number>()

  function exclusively<T>({ endpointId }: EndpointSpec, act: () => Promise<T>): Promise<T> {
    const former = tails.get(endpointId) ?? Promise.resolve()
    const result = former.then(act)
    const tail = result.then(
      () => undefined,
      () => undefined,
    )
    tails.set(endpointId, tail)
    void tail.then(() => {
      if (tails.get(endpointId) === tail) tails.delete(endpointId)
    })
    return result
  }

  function forgetHold({ endpointId }: EndpointSpec): void {
    clearTimeout(holds.get(endpointId))
    holds.delete(endpointId)
  }

  async function isOpen(spec: EndpointSpec): Promise<boolean> {
    return (await findProxy(pack, spec.directory)) !== null
  }

  async function requireOpen(spec: EndpointSpec): Promise<void> {
    if (await isOpen(spec)) return
    throw new EndpointError('not_open', `The endpoint on port ${spec.port} is not open`)
  }

  async function releaseNow(spec: EndpointSpec): Promise<void> {
    forgetHold(spec)
    if (await isOpen(spec)) await setHeld(spec.directory, false)
  }

  function releaseAfter(spec: EndpointSpec, maxWaitMs: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      const release = exclusively(spec, async () => {
        if (holds.get(spec.endpointId) === timer) await releaseNow(spec)
      })
      release.catch((error: unknown) => {
        log.error({ err: error, endpointId: spec.endpointId }, 'A held endpoint was not released')
      })
    }, maxWaitMs)
    return timer.unref()
  }

  /** A busy machine is no reason to cut every client: only lasting silence or a frozen process is. */
  function requirePatience(spec: EndpointSpec, found: ProcessRef): void {
    const count = (silences.get(spec.endpointId) ?? 0) + 1
    silences.set(spec.endpointId, count)
    if (count >= silencesUntilReplaced || isFrozen(found)) return
    throw new EndpointError('not_answering', 'The endpoint does not answer the agent.')
  }

  return {
    open: (spec, { target, allowedCidrs }) =>
      exclusively(spec, async () => {
        const rules = rulesFor(spec.bindHost, allowedCidrs)
        const configuration = configurationOf(spec, target)
        await makeEngineDirectory(spec.directory)
        await writeAllowed(spec, rules)
        await writeEngineFile(join(spec.directory, files.configuration), configuration)
        const found = await findProxy(pack, spec.directory)
        const adoption = found ? await examine(found, spec) : 'other'
        if (found && adoption === 'silent') requirePatience(spec, found)
        else silences.delete(spec.endpointId)
        if (adoption === 'same') {
          await applyAllowed(spec.directory, rules)
          await switchTarget(spec.directory, target, holds.has(spec.endpointId))
          return
        }
        await stopProxy(found, spec.directory)
        await startProxy(pack, spec)
        if (holds.has(spec.endpointId)) await setHeld(spec.directory, true)
      }),

    close: (spec) =>
      exclusively(spec, async () => {
        forgetHold(spec)
        await stopProxy(await findProxy(pack, spec.directory), spec.directory)
        await rm(spec.directory, { recursive: true, force: true })
      }),

    pointAt: (spec, target) =>
      exclusively(spec, async () => {
        if (target) checkTarget(target)
        await requireOpen(spec)
        // Clients wait for this one; the file only matters to a HAProxy that starts later.
        await switchTarget(spec.directory, target, holds.has(spec.endpointId))
        await writeConfiguration(spec, target)
      }),

    setAllowedAddresses: (spec, cidrs) =>
      exclusively(spec, async () => {
        const rules = rulesFor(spec.bindHost, cidrs)
        await requireOpen(spec)
        await applyAllowed(spec.directory, rules)
        await writeAllowed(spec, rules)
      }),

    hold: (spec, maxWaitMs) =>
      exclusively(spec, async () => {
        await requireOpen(spec)
        forgetHold(spec)
        holds.set(spec.endpointId, releaseAfter(spec, maxWaitMs))
        await setHeld(spec.directory, true)
      }),

    release: (spec) => exclusively(spec, () => releaseNow(spec)),

    cutConnections: (spec) =>
      exclusively(spec, async () => {
        if (await isOpen(spec)) await cutSessions(spec.directory)
      }),

    observe: (spec) =>
      exclusively(spec, async () => {
        if (!(await isOpen(spec))) return { state: 'closed', target: null, connections: 0 }
        const state = await readRuntimeState(spec.directory)
        return {
          state: state.isHeld ? 'held' : 'open',
          target: state.isInMaintenance ? null : state.server,
          connections: state.connections,
        }
      }),

    count: (spec) =>
      exclusively(spec, async () => {
        const found = await findProxy(pack, spec.directory)
        if (!found) return null
        const counts = await readCounts(spec.directory)
        return { ...counts, epoch: `${String(found.pid)}-${String(found.startTicks)}` }
      }),
  }
}
