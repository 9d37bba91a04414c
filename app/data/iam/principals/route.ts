import { runQuery } from '@/lib/auth/define-action.ts'
import { listPrincipals } from '@/lib/iam/access/queries.ts'
import type { ListPrincipalsInput } from '@/lib/iam/access/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, { lists: ['kinds'] })
  return respond(await runQuery(listPrincipals, input as ListPrincipalsInput))
}
