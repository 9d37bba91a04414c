import { runQuery } from '@/lib/auth/define-action.ts'
import { getAuthority } from '@/lib/installation/queries.ts'
import { respond } from '../../respond.ts'

/** The certificate of the authority, as a file for clients to verify with. */
export async function GET(): Promise<Response> {
  const result = await runQuery(getAuthority, {})
  if (!result.ok) return respond(result)
  return new Response(result.data.authorityPem, {
    headers: {
      'content-type': 'application/x-pem-file',
      'content-disposition': 'attachment; filename="holdfast-ca.pem"',
      'cache-control': 'no-store',
    },
  })
}
