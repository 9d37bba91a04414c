import { runQuery } from '@/lib/auth/define-action.ts'
import { listProjectSummaries } from '@/lib/iam/projects/queries.ts'
import { respond } from '../../respond.ts'

export async function GET(): Promise<Response> {
  return respond(await runQuery(listProjectSummaries, {}))
}
