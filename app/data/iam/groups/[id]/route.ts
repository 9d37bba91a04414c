import { runQuery } from '@/lib/auth/define-action.ts'
import { getGroup } from '@/lib/iam/groups/queries.ts'
import { respond } from '../../../respond.ts'

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  return respond(await runQuery(getGroup, { groupId: id }))
}
