import { z } from 'zod'
import { preconditionFailed } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { describeCertificate } from '@/lib/crypto/certificates.ts'
import { db } from '@/lib/db/db.ts'
import { controlDatabaseUrl, env } from '@/lib/env/env.ts'
import packageJson from '@/package.json' with { type: 'json' }
import type { InstallationDto } from './schema.ts'

const findAuthority = () => db().certificateAuthority.findFirst({ orderBy: { createdAt: 'asc' } })

/** How this installation is set up, for everybody who is signed in; where it lies, for owners. */
export const getInstallation = defineQuery({
  name: 'installation.read',
  input: z.strictObject({}),
  run: async ({ actor }): Promise<InstallationDto> => {
    const { region, publicHost, endpointPorts, sessionIdleMs, sessionMaxMs, oidc, dataDir } = env()
    const [authority, [rights]] = await Promise.all([
      findAuthority(),
      db().$queryRaw<{ isGuarded: boolean }[]>`
        SELECT NOT (has_table_privilege('audit_entry', 'UPDATE')
          OR has_table_privilege('audit_entry', 'DELETE')) AS "isGuarded"`,
    ])
    const isOwner = 'isOwner' in actor && actor.isOwner
    return {
      version: packageJson.version,
      region,
      publicHost,
      endpointPorts,
      sessions: { idleMs: sessionIdleMs, maxMs: sessionMaxMs },
      oidc: oidc && {
        name: oidc.name,
        issuer: oidc.issuer,
        groupsClaim: oidc.groupsClaim,
        allowedDomains: [...oidc.allowedDomains],
        autoCreate: oidc.autoCreate,
      },
      authority: authority && toAuthority(authority.certificatePem),
      isAuditLogGuarded: rights?.isGuarded ?? false,
      storage: isOwner ? { dataDir, controlDatabase: databaseName(controlDatabaseUrl()) } : null,
      readAt: now().toISOString(),
    }
  },
})

function toAuthority(pem: string): NonNullable<InstallationDto['authority']> {
  const { subject, sha256Fingerprint, notAfter } = describeCertificate(pem)
  return { subject, sha256Fingerprint, notAfter: notAfter.toISOString() }
}

/** Server and database of an address, without the password. */
function databaseName(address: string): string {
  const { host, pathname } = new URL(address)
  return `${host}${pathname}`
}

/** The certificate of the authority that signs every instance's, as PEM. */
export const getAuthority = defineQuery({
  name: 'installation.read',
  input: z.strictObject({}),
  run: async (): Promise<{ authorityPem: string }> => {
    const authority = await findAuthority()
    if (authority) return { authorityPem: authority.certificatePem }
    throw preconditionFailed(
      'unknown_precondition',
      'The authority is made with the first instance. Create one first.',
    )
  },
})
