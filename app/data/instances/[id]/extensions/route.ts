import { runQuery } from '@/lib/auth/define-action.ts'
import { getExtensions } from '@/lib/extensions/queries.ts'
import { respond } from '../../../respond.ts'

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  return respond(await runQuery(getExtensions, { instanceId: id }))
}
