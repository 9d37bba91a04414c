import { parseArgs } from 'node:util'
import { connect } from 'node:net'
import type { Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { db } from '@/lib/db/db.ts'
import { controlDatabaseUrl, env } from '@/lib/env/env.ts'
import { createApiKey } from '@/lib/iam/api-keys/commands/create.ts'
import { deleteApiKey } from '@/lib/iam/api-keys/commands/delete.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'

const usage = `Creates a key for the HTTP API that acts with the rights of the owner; lists and revokes keys.

  npm run -s api-key                       prints the key and an example
  npm run -s api-key -- --json             prints {accessKey, secretKey, organizationId, projectId}
  npm run -s api-key -- --description ci   says what the key is for
  npm run -s api-key -- --list             lists the keys that are not revoked, with --json as JSON
  npm run -s api-key -- --revoke SCW…      revokes the key with this access key, for good`

const context: Context = {
  actor: { kind: 'system', name: 'npm run api-key' },
  requestId: newId(),
  address: null,
  userAgent: null,
}

/** What the caller did wrong or has to do, without a stack. */
class Refusal extends Error {}

interface Options {
  json: boolean
  help: boolean
  description: string
  list: boolean
  revoke?: string
}

function parseOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        description: { type: 'string', default: 'Created by npm run api-key' },
        list: { type: 'boolean', default: false },
        revoke: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

/** Fails at once, and in plain words, when nothing listens where the control database should be. */
async function requireRunning(): Promise<void> {
  const notRunning = new Refusal(
    'Holdfast is not running. Start it with npm start, then try again.',
  )
  if (env().databaseUrl === undefined) throw notRunning
  const { hostname, port } = new URL(controlDatabaseUrl())
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 5432), timeout: 5_000 })
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    for (const event of ['error', 'timeout']) {
      socket.once(event, () => {
        socket.destroy()
        reject(notRunning)
      })
    }
  })
}

interface ShownKey {
  accessKey: string
  secretKey: string
  organizationId: string
  projectId: string
}

async function createOwnersKey(description: string): Promise<ShownKey> {
  const { organizationId, defaultProjectId } = await ensureInstallation()
  const owner = await db().member.findFirst({
    where: { organizationId, isOwner: true, lockedAt: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  })
  if (!owner) throw new Refusal('This installation has no owner yet. Start it with npm start.')
  const memberId = owner.id
  const created = await createApiKey.execute(context, { memberId, defaultProjectId, description })
  const { accessKey, secretKey, projectId } = created
  return { accessKey, secretKey, organizationId, projectId }
}

async function listKeys(json: boolean): Promise<string> {
  const rows = await db().apiKey.findMany({
    where: { revokedAt: null },
    include: { member: { select: { email: true } }, application: { select: { name: true } } },
    orderBy: [{ createdAt: 'asc' }, { accessKey: 'asc' }],
  })
  const keys = rows.map((row) => ({
    accessKey: row.accessKey,
    bearer: row.member?.email ?? row.application?.name ?? '',
    description: row.description,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }))
  if (json) return JSON.stringify(keys)
  if (keys.length === 0) return 'There are no API keys.'
  return keys
    .map((key) => {
      const used = key.lastUsedAt === null ? 'never used' : `last used ${key.lastUsedAt}`
      return `${key.accessKey}  ${key.bearer}  ${used}  ${key.description}`
    })
    .join('\n')
}

async function revokeKey(accessKey: string, json: boolean): Promise<string> {
  try {
    const revoked = await deleteApiKey.execute(context, { accessKey })
    return json ? JSON.stringify(revoked) : `The key ${accessKey} is revoked.`
  } catch (error) {
    if (error instanceof AppError) throw new Refusal(error.message)
    throw error
  }
}

async function answer({ json, list, revoke, description }: Options): Promise<string> {
  if (revoke !== undefined) return revokeKey(revoke, json)
  if (list) return listKeys(json)
  const key = await createOwnersKey(description)
  return json ? JSON.stringify(key) : describe(key)
}

function describe(key: ShownKey): string {
  const { consoleHost, consolePort, region } = env()
  const host = consoleHost.includes(':') ? `[${consoleHost}]` : consoleHost
  const url = `http://${host}:${String(consolePort)}/rdb/v1/regions/${region}/instances`
  return `Access key       ${key.accessKey}
Secret key       ${key.secretKey}   (shown only now)
Organization id  ${key.organizationId}
Project id       ${key.projectId}

Try it:
  curl -H 'X-Auth-Token: ${key.secretKey}' ${url}`
}

async function main(): Promise<void> {
  const options = parseOptions()
  if (options.help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  await requireRunning()
  try {
    process.stdout.write(`${await answer(options)}\n`)
  } finally {
    await db().$disconnect()
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
