import { accessReviewCsv } from '@/lib/access-review/export.ts'
import { readAccessReview } from '@/lib/access-review/queries.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { inputFrom, respond } from '../../respond.ts'

/** What the filters show, as a file. */
export async function GET(request: Request): Promise<Response> {
  const result = await runQuery(readAccessReview, inputFrom(request.url))
  if (!result.ok) return respond(result)
  return new Response(accessReviewCsv(result.data), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="holdfast-access-review.csv"',
      'cache-control': 'no-store',
    },
  })
}
