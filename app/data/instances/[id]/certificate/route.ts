import { runQuery } from '@/lib/auth/define-action.ts'
import { getCertificate } from '@/lib/instances/queries.ts'
import { respond } from '../../../respond.ts'

/** The certificate of the authority, as a file for `sslrootcert`. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  const result = await runQuery(getCertificate, { instanceId: id })
  if (!result.ok) return respond(result)
  return new Response(result.data.authorityPem, {
    headers: {
      'content-type': 'application/x-pem-file',
      'content-disposition': 'attachment; filename="holdfast-ca.pem"',
      'cache-control': 'no-store',
    },
  })
}
