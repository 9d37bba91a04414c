import { runQuery } from '@/lib/auth/define-action.ts'
import { getCertificate } from '@/lib/certificates/queries.ts'
import { respond } from '../../../respond.ts'

/**
 * Certificates as a file for `sslrootcert` and `--ssl-ca`: of the authority, which every instance
 * shares, or with `?file=instance` of the instance, followed by the authority.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  const result = await runQuery(getCertificate, { instanceId: id })
  if (!result.ok) return respond(result)
  const { certificatePem, authorityPem } = result.data
  const isOwn = new URL(request.url).searchParams.get('file') === 'instance'
  const name = isOwn ? `${id}.pem` : 'holdfast-ca.pem'
  return new Response(isOwn ? certificatePem + authorityPem : authorityPem, {
    headers: {
      'content-type': 'application/x-pem-file',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}
