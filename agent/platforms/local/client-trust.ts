import type { ClientTrust } from '@/agent/engines/driver.ts'
import {
  clientAuthorityName,
  ensureClientAuthority,
  findClientAuthority,
} from '@/lib/certificates/client-authority.ts'
import { canHaveCertificate } from '@/lib/certificates/state.ts'
import { now } from '@/lib/clock/clock.ts'
import { createRevocationList } from '@/lib/crypto/client-certificates.ts'
import { db } from '@/lib/db/db.ts'

/** What an engine must follow of client certificates, before anything is signed. */
export interface ClientRules {
  revoked: { serialNumber: string; userName: string; revokedAt: Date; isRefused: boolean }[]
  /** Users who must show a certificate, each with how far the engine has followed the user itself. */
  users: { name: string; observedGeneration: number }[]
  /** Users who should, but whose name no access rule can hold. */
  impossibleNames: string[]
  hasAuthority: boolean
}

/** The rules of instances as they shall be now, by instance. */
export async function readClientRules(
  instanceIds: readonly string[],
): Promise<Map<string, ClientRules>> {
  const where = { instanceId: { in: [...instanceIds] } }
  const [certificates, users, authorities] = await Promise.all([
    db().clientCertificate.findMany({
      where: { ...where, revokedAt: { not: null } },
      orderBy: { serialNumber: 'asc' },
    }),
    db().databaseUser.findMany({
      where: { ...where, requiresClientCertificate: true },
      select: { instanceId: true, name: true, observedGeneration: true },
      orderBy: { name: 'asc' },
    }),
    db().clientAuthority.findMany({ where, select: { instanceId: true } }),
  ])
  const rules = new Map(
    instanceIds.map((id): [string, ClientRules] => [
      id,
      { revoked: [], users: [], impossibleNames: [], hasAuthority: false },
    ]),
  )
  for (const { instanceId, serialNumber, userName, revokedAt, refusedAt } of certificates) {
    const isRefused = refusedAt !== null
    if (revokedAt) {
      rules.get(instanceId)?.revoked.push({ serialNumber, userName, revokedAt, isRefused })
    }
  }
  for (const { instanceId, name, observedGeneration } of users) {
    const found = rules.get(instanceId)
    if (canHaveCertificate(name)) found?.users.push({ name, observedGeneration })
    else found?.impossibleNames.push(name)
  }
  for (const { instanceId } of authorities) {
    const found = rules.get(instanceId)
    if (found) found.hasAuthority = true
  }
  return rules
}

/** Makes the instance's authority of client certificates when it has none. */
async function ensureAuthorityOf(instanceId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "instance" WHERE "id" = ${instanceId}::uuid FOR UPDATE`
    await ensureClientAuthority(tx, instanceId)
  })
}

/** The rules as files for the engine; undefined while the instance has no client certificate. */
export async function readClientTrust(
  instanceId: string,
): Promise<Omit<ClientTrust, 'serverRevocationListPem'> | undefined> {
  const rules = (await readClientRules([instanceId])).get(instanceId)
  if (!rules) return undefined
  if (!rules.hasAuthority) {
    if (rules.users.length === 0) return undefined
    await ensureAuthorityOf(instanceId)
  }
  const authority = await findClientAuthority(db(), instanceId)
  if (!authority) return undefined
  return {
    authorityPem: authority.certificatePem,
    authorityName: clientAuthorityName(instanceId),
    revocationListPem: await createRevocationList({
      authority,
      revoked: rules.revoked,
      now: now(),
    }),
    userNames: rules.users.map(({ name }) => name),
  }
}
