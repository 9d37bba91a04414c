import { runQuery } from '@/lib/auth/define-action.ts'
import { listOperations } from '@/lib/operations/queries.ts'
import type { ListOperationsInput } from '@/lib/operations/schema.ts'
import { inputFrom, respond } from '../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, { numbers: ['page', 'pageSize'] })
  return respond(await runQuery(listOperations, input as ListOperationsInput))
}
