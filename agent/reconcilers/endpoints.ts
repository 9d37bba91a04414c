import { EndpointError } from '@/agent/endpoints/errors.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { admittedBy, readPlan, type EndpointPlan } from '@/agent/platforms/local/endpoint-plan.ts'
import { openAsPlanned } from '@/agent/platforms/local/endpoint.ts'
import { endpointSpec } from '@/agent/platforms/local/load.ts'
import { exchangePort } from '@/agent/platforms/local/exchange-port.ts'
import { withLock } from '@/agent/process/lock.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'

/** Statuses in which an operation has the endpoint in hand. */
const handledByOperation = new Set(['provisioning', 'initializing', 'deleting'])
const atOnce = 8
const portAttempts = 5

/**
 * Brings every endpoint to what its row asks for: opens new ones, closes those that shall go,
 * leads moved ones to their new instance, keeps target and allowed IPs right.
 */
export class EndpointKeeper {
  readonly #context: LocalContext
  readonly #busy = new Map<string, Promise<void>>()

  constructor(context: LocalContext) {
    this.#context = context
  }

  /** One round over all endpoints; one that is slow or broken holds up no other instance's. */
  async reconcile(): Promise<void> {
    const rows = await db().endpoint.findMany({ select: { id: true } })
    const waiting = rows.filter(({ id }) => !this.#busy.has(id))
    const workers = Array.from({ length: atOnce }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await this.#attend(next.id)
    })
    await Promise.all(workers)
  }

  /** Does at once what a command on the instance asked for. */
  async attend(instanceId: string): Promise<void> {
    const rows = await db().endpoint.findMany({ where: { instanceId }, select: { id: true } })
    await Promise.all(rows.map(({ id }) => this.#attend(id)))
  }

  /** Waits for what is under way. */
  async settle(): Promise<void> {
    await Promise.all(this.#busy.values())
  }

  async #attend(endpointId: string): Promise<void> {
    const work = withLock(`endpoint:${endpointId}`, () => this.#act(endpointId))
      .catch((error: unknown) => {
        logger('endpoints').warn({ err: error, endpointId }, 'endpoint is not as it should be')
      })
      .finally(() => {
        if (this.#busy.get(endpointId) === work) this.#busy.delete(endpointId)
      })
    this.#busy.set(endpointId, work)
    await work
  }

  async #act(endpointId: string): Promise<void> {
    const plan = await readPlan(endpointId)
    if (!plan || handledByOperation.has(plan.status)) return
    if (plan.isClosing) {
      await this.#close(plan)
      return
    }
    if (isListPending(plan) && (await this.#enforceList(plan))) return
    // A restart holds the endpoint and releases it itself.
    if (plan.status === 'restarting') return
    await this.#open(plan)
  }

  async #close(plan: EndpointPlan): Promise<void> {
    await this.#context.endpoints.close(endpointSpec(this.#context, plan))
    await db().endpoint.deleteMany({ where: { id: plan.id, closingAt: { not: null } } })
  }

  /** The short way for the change that must be quick; false when the endpoint has to be opened. */
  async #enforceList(plan: EndpointPlan): Promise<boolean> {
    if (!plan.isOpen || plan.targetNodeId !== plan.nodeId) return false
    try {
      const spec = endpointSpec(this.#context, plan)
      await this.#context.endpoints.setAllowedAddresses(spec, admittedBy(plan))
    } catch (error) {
      if (error instanceof EndpointError) return false
      throw error
    }
    await recordEnforced(plan)
    return true
  }

  async #open(first: EndpointPlan): Promise<void> {
    let plan = first
    for (let attempt = 1; ; attempt += 1) {
      try {
        await openAsPlanned(this.#context, plan)
        await recordOpen(plan)
        return
      } catch (error) {
        const isTaken = error instanceof EndpointError && error.code === 'port_in_use'
        // No client knows the port of an endpoint that was never open.
        if (isTaken && !plan.isOpen && attempt < portAttempts) {
          plan = { ...plan, port: await exchangePort(this.#context, plan) }
          continue
        }
        await recordFailure(plan, error)
        throw error
      }
    }
  }
}

function isListPending(plan: EndpointPlan): boolean {
  return plan.kind !== 'private_network' && plan.observedGeneration < plan.generation
}

async function recordEnforced(plan: EndpointPlan): Promise<void> {
  const { instanceId, generation } = plan
  await db().instance.updateMany({
    where: { id: instanceId, allowedIpsObservedGeneration: { lt: generation } },
    data: { allowedIpsObservedGeneration: generation, allowedIpsEnforcedAt: now() },
  })
}

async function recordOpen(plan: EndpointPlan): Promise<void> {
  if (isListPending(plan)) await recordEnforced(plan)
  const isRecorded = plan.isOpen && plan.failure === null && plan.targetNodeId === plan.nodeId
  if (isRecorded) return
  await db().endpoint.updateMany({
    where: { id: plan.id, instanceId: plan.instanceId },
    data: { isOpen: true, failure: null, targetNodeId: plan.nodeId },
  })
}

/** What does not pass by itself is told to the user; a busy moment is not. */
async function recordFailure(plan: EndpointPlan, error: unknown): Promise<void> {
  if (!(error instanceof EndpointError) || error.code === 'not_answering') return
  if (plan.failure === error.message) return
  await db().endpoint.updateMany({ where: { id: plan.id }, data: { failure: error.message } })
}
