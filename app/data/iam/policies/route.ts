import { runQuery } from '@/lib/auth/define-action.ts'
import { listPolicies } from '@/lib/iam/policies/queries.ts'
import type { ListPoliciesInput } from '@/lib/iam/policies/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, {
    numbers: ['page', 'pageSize'],
    lists: ['policyIds', 'memberIds', 'groupIds', 'applicationIds'],
    booleans: ['hasNoPrincipal'],
  })
  return respond(await runQuery(listPolicies, input as ListPoliciesInput))
}
