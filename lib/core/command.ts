import type { z } from 'zod'
import { db, type Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { newId } from '@/lib/ids/ids.ts'
import { writeAuditEntry } from './audit-entry.ts'
import { authorise, requireSignedIn, type ResourceRef } from './authorise.ts'
import { actorName, type ActionName, type Context } from './context.ts'
import { AppError } from './errors.ts'
import { parseInput } from './parse.ts'

/** What changed, for the audit log; never with secrets. */
export interface AuditChange {
  /** The resource when it was made by this very command. */
  resource?: ResourceRef
  before?: Prisma.InputJsonValue
  after?: Prisma.InputJsonValue
}

/** Long work that the agent shall do. */
export interface OperationRequest {
  kind: ActionName
  projectId: string
  instanceId: string
  instanceName: string
  input?: Prisma.InputJsonValue
}

/** Reconcilers of the agent that a command can wake, instead of letting them find out by themselves. */
export const wakeable = [
  'inventory',
  'endpoints',
  'settings',
  'extensions',
  'certificates',
] as const

export interface Wake {
  reconciler: (typeof wakeable)[number]
  instanceId: string
}

export interface CommandOutcome<R> {
  result: R
  audit: AuditChange
  operation?: OperationRequest
  /** What the agent shall bring about at once, once the transaction is committed. */
  wake?: Wake
}

interface CommandDefinition<S extends z.ZodType, T, R> {
  name: ActionName
  input: S
  /** Loads and locks what the command acts on; throws `not_found`. */
  resource(
    tx: Transaction,
    context: Context,
    input: z.output<S>,
  ): Promise<{ ref: ResourceRef; record: T }>
  run(tx: Transaction, context: Context, input: z.output<S>, record: T): Promise<CommandOutcome<R>>
}

export interface Command<I = never, R = unknown> {
  readonly name: ActionName
  readonly input: z.ZodType
  /** Runs the command in one transaction; throws `AppError` for every expected failure. */
  execute(context: Context, input: I): Promise<R>
}

const registry: Command[] = []

/** Every command whose module was loaded, for tests that walk all of them. */
export function registeredCommands(): readonly Command[] {
  return registry
}

/**
 * Defines one write: parse, load in the actor's scope, authorise on the loaded resource, run,
 * audit entry and operation row in one transaction, then a notification to the agent.
 * A refused attempt is recorded in the audit log as well.
 */
export function defineCommand<S extends z.ZodType, T, R>(
  definition: CommandDefinition<S, T, R>,
): Command<z.input<S>, R> {
  const command: Command<z.input<S>, R> = {
    name: definition.name,
    input: definition.input,
    execute: async (context, rawInput) => {
      requireSignedIn(context)
      const input = parseInput(definition.input, rawInput)
      let refused: ResourceRef | undefined
      try {
        return await db().$transaction(
          async (tx) => {
            const { ref, record } = await definition.resource(tx, context, input)
            refused = ref
            authorise(context, definition.name, ref)
            const outcome = await definition.run(tx, context, input, record)
            await writeOutcome(tx, context, definition.name, ref, outcome)
            return outcome.result
          },
          { maxWait: 5_000, timeout: 15_000 },
        )
      } catch (error) {
        const resource = refused ?? unknownResource(context, error)
        if (error instanceof AppError && resource && isRefusal(error)) {
          await writeAuditEntry(db(), context, {
            action: definition.name,
            outcome: 'refused',
            resource,
          })
        }
        throw error
      }
    },
  }
  registry.push(command)
  return command
}

/** What an actor asked for without a right to know of it, as far as the refusal names it. */
function unknownResource(context: Context, error: unknown): ResourceRef | undefined {
  if (!(error instanceof AppError) || error.details?.kind !== 'resource') return undefined
  const { actor } = context
  return {
    type: error.details.resource,
    id: error.details.resourceId,
    name: null,
    projectId: null,
    organizationId: 'organizationId' in actor ? actor.organizationId : '',
  }
}

function isRefusal(error: AppError): boolean {
  return error.code === 'forbidden' || error.code === 'not_found'
}

async function writeOutcome<R>(
  tx: Transaction,
  context: Context,
  action: ActionName,
  ref: ResourceRef,
  outcome: CommandOutcome<R>,
): Promise<void> {
  const operationId = outcome.operation ? newId() : null
  if (outcome.operation && operationId) {
    const { kind, projectId, instanceId, instanceName, input } = outcome.operation
    await tx.operation.create({
      data: {
        id: operationId,
        kind,
        projectId,
        instanceId,
        instanceName,
        input: input ?? {},
        actorKind: context.actor.kind,
        actorName: actorName(context.actor),
      },
    })
    await tx.$executeRaw`SELECT pg_notify('holdfast_operation', ${operationId})`
  }
  if (outcome.wake) {
    const { reconciler, instanceId } = outcome.wake
    await tx.$executeRaw`SELECT pg_notify('holdfast_wake', ${`${reconciler} ${instanceId}`})`
  }
  await writeAuditEntry(tx, context, {
    action,
    outcome: 'allowed',
    resource: outcome.audit.resource ?? ref,
    instanceId: ref.type === 'instance' ? ref.id : null,
    operationId,
    ...(outcome.audit.before === undefined ? {} : { before: outcome.audit.before }),
    ...(outcome.audit.after === undefined ? {} : { after: outcome.audit.after }),
  })
}
