import { runQuery } from '@/lib/auth/define-action.ts'
import { listGroups } from '@/lib/iam/groups/queries.ts'
import type { ListGroupsInput } from '@/lib/iam/groups/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, {
    numbers: ['page', 'pageSize'],
    lists: ['groupIds', 'memberIds', 'applicationIds'],
  })
  return respond(await runQuery(listGroups, input as ListGroupsInput))
}
