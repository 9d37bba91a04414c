import { runQuery } from '@/lib/auth/define-action.ts'
import { getInstallation } from '@/lib/installation/queries.ts'
import { respond } from '../respond.ts'

export async function GET(): Promise<Response> {
  return respond(await runQuery(getInstallation, {}))
}
