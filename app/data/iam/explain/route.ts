import { runQuery } from '@/lib/auth/define-action.ts'
import { explainPrincipal } from '@/lib/iam/access/queries.ts'
import type { ExplainPrincipalInput } from '@/lib/iam/access/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url)
  return respond(await runQuery(explainPrincipal, input as ExplainPrincipalInput))
}
