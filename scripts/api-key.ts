import { parseArgs } from 'node:util'
import { connect } from 'node:net'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { controlDatabaseUrl, env } from '@/lib/env/env.ts'
import { createApiKey, type NewApiKey } from '@/lib/iam/commands/create-api-key.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'

const usage = `Creates a key for the HTTP API that acts with the rights of the owner.

  npm run -s api-key                       prints the key and an example
  npm run -s api-key -- --json             prints {accessKey, secretKey, organizationId, projectId}
  npm run -s api-key -- --description ci   says what the key is for`

/** What the caller did wrong or has to do, without a stack. */
class Refusal extends Error {}

function parseOptions(): { json: boolean; help: boolean; description: string } {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        description: { type: 'string', default: 'Created by npm run api-key' },
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

async function createOwnersKey(description: string): Promise<NewApiKey> {
  const { organizationId, defaultProjectId } = await ensureInstallation()
  const owner = await db().member.findFirst({
    where: { organizationId, isOwner: true, lockedAt: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  })
  if (!owner) throw new Refusal('This installation has no owner yet. Start it with npm start.')
  const context: Context = {
    actor: { kind: 'system', name: 'npm run api-key' },
    requestId: newId(),
    address: null,
  }
  const memberId = owner.id
  return createApiKey.execute(context, { organizationId, memberId, defaultProjectId, description })
}

function describe(key: NewApiKey): string {
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
    const key = await createOwnersKey(options.description)
    process.stdout.write(`${options.json ? JSON.stringify(key) : describe(key)}\n`)
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
