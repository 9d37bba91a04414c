import { runQuery } from '@/lib/auth/define-action.ts'
import { whoCan } from '@/lib/iam/access/queries.ts'
import type { WhoCanInput } from '@/lib/iam/access/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url)
  return respond(await runQuery(whoCan, input as WhoCanInput))
}
