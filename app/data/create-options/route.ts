import { runQuery } from '@/lib/auth/define-action.ts'
import { getCreateOptions } from '@/lib/instances/queries.ts'
import { respond } from '../respond.ts'

export async function GET(): Promise<Response> {
  return respond(await runQuery(getCreateOptions, {}))
}
