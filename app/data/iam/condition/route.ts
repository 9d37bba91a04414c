import { runQuery } from '@/lib/auth/define-action.ts'
import { checkCondition } from '@/lib/iam/policies/queries.ts'
import { respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const condition = new URL(request.url).searchParams.get('condition') ?? ''
  return respond(await runQuery(checkCondition, { condition }))
}
