import { runForResult } from '@/lib/core/action.ts'
import type { Command } from '@/lib/core/command.ts'
import type { Query } from '@/lib/core/query.ts'
import type { ActionResult } from '@/lib/core/result.ts'
import { consoleContext } from './context.ts'

/** A server action for a command: the session's context, the command, a result to show. */
export function defineAction<I, R>(command: Command<I, R>): (input: I) => Promise<ActionResult<R>> {
  return async (input) => runForResult(command, await consoleContext(), input)
}

/** Reads on the server for a page or a polling route, with the session's context. */
export async function runQuery<I, R>(query: Query<I, R>, input: I): Promise<ActionResult<R>> {
  return runForResult(query, await consoleContext(), input)
}
