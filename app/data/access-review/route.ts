import { listAccessReview } from '@/lib/access-review/queries.ts'
import type { ListAccessReviewInput } from '@/lib/access-review/schema.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { inputFrom, respond } from '../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, { numbers: ['page', 'pageSize'] })
  return respond(await runQuery(listAccessReview, input as ListAccessReviewInput))
}
