import { addMs, now } from '@/lib/clock/clock.ts'
import { createAuthority } from '@/lib/crypto/certificates.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'

/** What people try things on: somebody else's, made anew for each attempt. */
export interface Targets {
  organizationId: string
  projectId: string
  emptyProjectId: string
  memberId: string
  accessKey: string
  groupId: string
  applicationId: string
  policyId: string
  instanceId: string
  otherInstanceId: string
  allowedIpId: string
  endpointId: string
  clientCertificateId: string
  operationId: string
  /** Occurs in every name, so that a leak can be found in any answer. */
  marker: string
}

let nextPort = 30_000

let issued: ReturnType<typeof createAuthority> | undefined

/** One certificate for all: what is in it does not matter here. */
async function certificate(): Promise<{ certificatePem: string; notAfter: Date }> {
  issued ??= createAuthority({ commonName: 'target', now: now() })
  return { certificatePem: (await issued).certificatePem, notAfter: addMs(now(), 3_600_000) }
}

/**
 * Makes one of everything in the project. The instances are being deleted: whoever may act on them
 * is told so at once, and whoever may not must never hear of it.
 */
export async function makeTargets(place: {
  organizationId: string
  projectId: string
}): Promise<Targets> {
  const { organizationId, projectId } = place
  const marker = `target-${newId()}`
  const ids = {
    emptyProjectId: newId(),
    memberId: newId(),
    accessKey: `SCW${newId().replaceAll('-', '').toUpperCase().slice(-17)}`,
    groupId: newId(),
    applicationId: newId(),
    policyId: newId(),
  }
  await Promise.all([
    db().project.create({ data: { id: ids.emptyProjectId, organizationId, name: marker } }),
    db().group.create({ data: { id: ids.groupId, organizationId, name: marker } }),
    db().application.create({ data: { id: ids.applicationId, organizationId, name: marker } }),
    db().policy.create({ data: { id: ids.policyId, organizationId, name: marker } }),
    db().member.create({
      data: {
        id: ids.memberId,
        organizationId,
        email: `${marker}@example.test`,
        name: marker,
        sessions: { create: { id: newId(), expiresAt: addMs(now(), 3_600_000) } },
        apiKeys: {
          create: {
            accessKey: ids.accessKey,
            secretHash: hashToken(newId()),
            defaultProjectId: projectId,
            description: marker,
          },
        },
      },
    }),
  ])
  const instance = await makeInstance(projectId, marker)
  const other = await makeInstance(projectId, `${marker}-other`)
  return {
    organizationId,
    projectId,
    marker,
    ...ids,
    ...instance,
    otherInstanceId: other.instanceId,
  }
}

async function makeInstance(projectId: string, name: string) {
  const made = {
    instanceId: newId(),
    allowedIpId: newId(),
    endpointId: newId(),
    clientCertificateId: newId(),
    operationId: newId(),
  }
  const { instanceId } = made
  await db().instance.create({
    data: {
      id: instanceId,
      projectId,
      name,
      engine: 'PostgreSQL-17',
      status: 'deleting',
      nodeType: 'db-dev-xs',
      volumeType: 'lssd',
      volumeSizeBytes: 5n * 10n ** 9n,
      memoryBytes: 2n ** 29n,
      initialUserName: 'app',
      allowedIps: { create: { id: made.allowedIpId, cidr: '192.0.2.0/24', description: name } },
      endpoints: { create: { id: made.endpointId, port: nextPort++ } },
      databases: {
        create: ['shop', 'rdb'].map((database) => ({
          name: database,
          isManaged: true,
          status: 'ready',
        })),
      },
      users: { create: { name: 'carol', isAdmin: false, isManaged: true, status: 'ready' } },
      certificate: { create: await certificate() },
      clientCertificates: {
        create: {
          id: made.clientCertificateId,
          userName: 'carol',
          serialNumber: newId(),
          notAfter: addMs(now(), 3_600_000),
        },
      },
    },
  })
  await db().operation.create({
    data: {
      id: made.operationId,
      kind: 'instance.create',
      status: 'failed',
      projectId,
      instanceId,
      instanceName: name,
      actorKind: 'system',
      actorName: 'test',
    },
  })
  return made
}
