import { runQuery } from '@/lib/auth/define-action.ts'
import { listApiKeys } from '@/lib/iam/api-keys/queries.ts'
import type { ListApiKeysInput } from '@/lib/iam/api-keys/schema.ts'
import { inputFrom, respond } from '../../respond.ts'

export async function GET(request: Request): Promise<Response> {
  const input = inputFrom(request.url, {
    numbers: ['page', 'pageSize'],
    lists: ['accessKeys'],
    booleans: ['isExpired'],
  })
  return respond(await runQuery(listApiKeys, input as ListApiKeysInput))
}
