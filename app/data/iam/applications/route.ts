import { runQuery } from '@/lib/auth/define-action.ts'
import { listApplications } from '@/lib/iam/applications/queries.ts'
import type { ListApplicationsInput } from '@/lib/iam/applications/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, { numbers: ['page', 'pageSize'], lists: ['applicationIds'] })
  return respond(await runQuery(listApplications, input as ListApplicationsInput))
}
