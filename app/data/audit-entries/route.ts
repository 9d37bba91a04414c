import { runQuery } from '@/lib/auth/define-action.ts'
import { listAuditEntries } from '@/lib/audit/queries.ts'
import type { ListAuditEntriesInput } from '@/lib/audit/schema.ts'
import { inputFrom, respond } from '../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, { numbers: ['limit'] })
  return respond(await runQuery(listAuditEntries, input as ListAuditEntriesInput))
}
