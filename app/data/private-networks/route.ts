import { runQuery } from '@/lib/auth/define-action.ts'
import { listPrivateNetworks } from '@/lib/endpoints/queries.ts'
import { respond } from '../respond.ts'

export async function GET(): Promise<Response> {
  return respond(await runQuery(listPrivateNetworks, {}))
}
