import { runQuery } from '@/lib/auth/define-action.ts'
import { listInstances } from '@/lib/instances/queries.ts'
import type { ListInstancesInput } from '@/lib/instances/schema.ts'
import { inputFrom, respond } from '../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, { numbers: ['page', 'pageSize'], lists: ['tags'] })
  return respond(await runQuery(listInstances, input as ListInstancesInput))
}
