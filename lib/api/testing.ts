import { once } from 'node:events'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { actorOfApiKey } from '@/lib/auth/api-keys.ts'
import type { Actor, Context } from '@/lib/core/context.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { db } from '@/lib/db/db.ts'
import { createApiKey } from '@/lib/iam/api-keys/commands/create.ts'
import type { NewApiKey } from '@/lib/iam/api-keys/schema.ts'
import { createMember } from '@/lib/iam/members/commands/create.ts'
import { newId } from '@/lib/ids/ids.ts'
import { api } from './app.ts'

/** What a test's machine has: room for many instances, and some engines. */
export async function reportMachine(memoryBytes = 512 * 1024 ** 3): Promise<void> {
  const at = new Date()
  const machine = {
    memoryBytes: BigInt(memoryBytes),
    vcpus: 8,
    diskBytes: BigInt(10 ** 14),
    diskFreeBytes: BigInt(10 ** 14),
    agentPid: 1,
    agentStartedAt: at,
    heartbeatAt: at,
  }
  const id = 'machine'
  await db().machine.upsert({ where: { id }, create: { id, ...machine }, update: machine })
  const pack = (product: string, version: string, reason: string | null = null) => ({
    id: `${product}-${version}`,
    product,
    version,
    available: reason === null,
    reason,
    checkedAt: at,
  })
  await db().pack.createMany({
    skipDuplicates: true,
    data: [
      pack('postgresql', '15', 'The archive could not be reached.'),
      pack('postgresql', '17'),
      pack('postgresql', '18'),
      pack('mysql', '9.7'),
    ],
  })
}

/** Reports a machine on which just this much memory is not promised yet. */
export async function leaveRoom(bytes: number): Promise<void> {
  const { _sum: promised } = await db().instance.aggregate({ _sum: { memoryBytes: true } })
  const reserved = 1024 ** 3
  await reportMachine(Number(promised.memoryBytes ?? 0) + reserved + bytes)
}

export const systemContext: Context = {
  actor: { kind: 'system', name: 'test' },
  requestId: 'test',
  address: null,
  userAgent: null,
}

/** Makes another organization with a project, without any member. */
export async function makeOrganization(): Promise<{ organizationId: string; projectId: string }> {
  const organizationId = newId()
  const projectId = newId()
  await db().organization.create({
    data: {
      id: organizationId,
      name: organizationId,
      projects: { create: { id: projectId, name: 'default' } },
    },
  })
  return { organizationId, projectId }
}

export interface Caller {
  key: NewApiKey
  actor: Actor
  context: Context
}

/** Makes a member with an API key: an owner, or one with these permission sets and no more. */
export async function makeCaller(
  home: { organizationId: string; projectId: string },
  rights: { owner: true } | { permissionSetNames: string[] },
): Promise<Caller> {
  const { organizationId, projectId } = home
  const member = await createMember.execute(systemContext, {
    organizationId,
    email: `${newId()}@example.test`,
    password: generatePassword(),
    isOwner: 'owner' in rights,
  })
  if ('permissionSetNames' in rights) {
    const { permissionSetNames } = rights
    await db().policy.create({
      data: {
        id: newId(),
        organizationId,
        name: newId(),
        memberId: member.id,
        rules: {
          create: { id: newId(), position: 0, permissionSetNames, isOrganizationWide: true },
        },
      },
    })
  }
  const key = await createApiKey.execute(systemContext, {
    memberId: member.id,
    defaultProjectId: projectId,
  })
  const request = { address: '192.0.2.1', userAgent: 'test' }
  const actor = await actorOfApiKey(key.secretKey, request)
  const context = { actor, requestId: newId(), ...request }
  return { key, actor, context }
}

/** Serves the API on a free port of the loopback address, as a console in front of it would. */
export async function serveApi(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const headers = new Headers()
    for (const [name, values] of Object.entries(incoming.headersDistinct)) {
      for (const value of values ?? []) headers.append(name, value)
    }
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD'
    const request = new Request(new URL(incoming.url ?? '/', 'http://127.0.0.1'), {
      method: incoming.method ?? 'GET',
      headers,
      ...(hasBody
        ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' }
        : {}),
    })
    void Promise.resolve(api.fetch(request)).then(async (response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Does to the rows what the agent does once an instance runs. */
export async function markReady(instanceId: string, port: number): Promise<void> {
  await db().operation.updateMany({
    where: { instanceId },
    data: { status: 'succeeded', endedAt: new Date() },
  })
  await db().instance.update({
    where: { id: instanceId },
    data: {
      status: 'ready',
      nodes: {
        create: {
          id: newId(),
          role: 'primary',
          port: port + 1,
          health: 'healthy',
          release: '17.5',
        },
      },
      endpoints: { create: { id: newId(), port, isOpen: true } },
      certificate: {
        create: {
          certificatePem: '-----BEGIN CERTIFICATE-----\nc2VydmVy\n-----END CERTIFICATE-----\n',
          notAfter: new Date('2036-01-01T00:00:00Z'),
        },
      },
    },
  })
}
