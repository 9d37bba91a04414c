import { db } from '@/lib/db/db.ts'

/** The installation's certificate authority as PEM; throws while there is none. */
export async function readAuthorities(): Promise<string> {
  const authority = await db().certificateAuthority.findFirstOrThrow()
  return authority.certificatePem
}
