import type { z } from 'zod'
import { requireSignedIn } from './authorise.ts'
import type { ActionName, Context } from './context.ts'
import { parseInput } from './parse.ts'

export interface Query<I = never, R = unknown> {
  readonly name: ActionName
  readonly input: z.ZodType
  execute(context: Context, input: I): Promise<R>
}

const registry: Query[] = []

/** Every query whose module was loaded, for tests that walk all of them. */
export function registeredQueries(): readonly Query[] {
  return registry
}

/**
 * Defines one read. `run` limits what it returns to what the actor may see: by `projectScope` for
 * lists, by `authorise` on the loaded resource for one.
 */
export function defineQuery<S extends z.ZodType, R>(definition: {
  name: ActionName
  input: S
  run(context: Context, input: z.output<S>): Promise<R>
}): Query<z.input<S>, R> {
  const query: Query<z.input<S>, R> = {
    name: definition.name,
    input: definition.input,
    execute: async (context, rawInput) => {
      requireSignedIn(context)
      return definition.run(context, parseInput(definition.input, rawInput))
    },
  }
  registry.push(query)
  return query
}
