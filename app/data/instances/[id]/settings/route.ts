import { runQuery } from '@/lib/auth/define-action.ts'
import { getSettings } from '@/lib/settings/queries.ts'
import { respond } from '../../../respond.ts'

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  return respond(await runQuery(getSettings, { instanceId: id }))
}
