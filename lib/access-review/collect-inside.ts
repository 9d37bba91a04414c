import type { Database, Transaction } from '@/lib/db/db.ts'
import { plain, type CollectedItem } from './item.ts'

const permissionWords: Readonly<Record<string, string>> = {
  readonly: 'read',
  readwrite: 'read and write',
  all: 'everything',
  custom: 'custom',
}

/** Who may connect to the instances of an organization, from where, and what they may do inside. */
export async function collectInside(
  database: Database | Transaction,
  organizationId: string,
): Promise<CollectedItem[]> {
  const instances = await database.instance.findMany({
    where: { project: { organizationId }, status: { not: 'deleting' } },
    select: {
      id: true,
      name: true,
      users: true,
      allowedIps: true,
      clientCertificates: { where: { revokedAt: null } },
      privileges: { where: { observedPermission: { not: 'none' } } },
    },
    orderBy: { name: 'asc' },
  })
  return instances.flatMap((instance) => {
    const at = { place: instance.name, instanceId: instance.id }
    const page = `/instances/${instance.id}`
    const users = instance.users.map((user): CollectedItem => {
      const held = instance.privileges.filter(({ userName }) => userName === user.name)
      return {
        ...plain,
        ...at,
        kind: 'database_user',
        id: `${instance.id}/${user.name}`,
        name: user.name,
        opens: [
          ...(user.isAdmin ? ['Admin of the instance'] : []),
          ...held.map(
            ({ databaseName, observedPermission }) =>
              `${databaseName}: ${permissionWords[observedPermission] ?? observedPermission}`,
          ),
        ],
        createdAt: user.createdAt,
        lastUsedAt: user.lastConnectedAt,
        isAdmin: user.isAdmin,
        hasCustomPrivilege: held.some(({ observedPermission }) => observedPermission === 'custom'),
        isMadeBySql: !user.isManaged,
        href: `${page}/users`,
      }
    })
    const addresses = instance.allowedIps.map((rule): CollectedItem => ({
      ...plain,
      ...at,
      kind: 'allowed_ip',
      id: rule.id,
      name: rule.cidr,
      opens: [rule.description === '' ? 'The public endpoint' : rule.description],
      createdAt: rule.createdAt,
      lastUsedAt: rule.lastMatchedAt,
      useCount: Number(rule.hitCount),
      href: `${page}/allowed-ips`,
    }))
    const certificates = instance.clientCertificates.map((certificate): CollectedItem => ({
      ...plain,
      ...at,
      kind: 'client_certificate',
      id: certificate.id,
      name: certificate.userName,
      opens: [certificate.description === '' ? 'Proof of the user' : certificate.description],
      createdAt: certificate.createdAt,
      lastUsedAt: null,
      expiresAt: certificate.notAfter,
      href: `${page}/endpoints`,
    }))
    return [...users, ...addresses, ...certificates]
  })
}
