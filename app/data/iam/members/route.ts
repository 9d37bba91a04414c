import { runQuery } from '@/lib/auth/define-action.ts'
import { listMembers } from '@/lib/iam/members/queries.ts'
import type { ListMembersInput } from '@/lib/iam/members/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, {
    numbers: ['page', 'pageSize'],
    lists: ['memberIds'],
    booleans: ['isOwner', 'isLocked'],
  })
  return respond(await runQuery(listMembers, input as ListMembersInput))
}
