import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { actorOfApiKey } from '@/lib/auth/api-keys.ts'
import { makeCaller } from '@/lib/api/testing.ts'
import { db } from '@/lib/db/db.ts'
import type { NewApiKey } from '@/lib/iam/api-keys/schema.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'

const run = promisify(execFile)
const request = { address: null, userAgent: null }
const script = join(import.meta.dirname, 'api-key.ts')

async function apiKey(
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string; code: number }> {
  const env = { ...process.env, ...environment }
  return run(process.execPath, ['--import', 'tsx', script, ...options], { env }).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  )
}

beforeAll(async () => {
  const { organizationId, defaultProjectId: projectId } = await ensureInstallation()
  await makeCaller({ organizationId, projectId }, { owner: true })
})

test('the printed key belongs to the owner, works, and its making is in the audit log', async () => {
  const { stdout, code } = await apiKey(['--json'])
  expect(code).toBe(0)
  const key = JSON.parse(stdout) as Record<string, string>
  expect(Object.keys(key).sort()).toEqual(['accessKey', 'organizationId', 'projectId', 'secretKey'])
  expect(key.accessKey).toMatch(/^SCW[A-Z0-9]{17}$/)
  expect(await actorOfApiKey(key.secretKey ?? '', request)).toMatchObject({ isOwner: true })
  const entry = await db().auditEntry.findFirstOrThrow({
    where: { action: 'api_key.create', resourceId: key.accessKey ?? '' },
  })
  expect(entry.actorName).toBe('npm run api-key')
  expect(JSON.stringify(entry)).not.toContain(key.secretKey)
})

test('people get an example that they can paste', async () => {
  const { stdout } = await apiKey([])
  expect(stdout).toMatch(
    /curl -H 'X-Auth-Token: [0-9a-f-]{36}' http:\/\/127\.0\.0\.1:3000\/rdb\/v1/,
  )
})

test('a revoked key is refused, leaves the list, and is not revoked twice', async () => {
  const key = JSON.parse((await apiKey(['--json', '--description', 'ci'])).stdout) as NewApiKey
  const listed = (await apiKey(['--list'])).stdout
  expect(listed).toContain(key.accessKey)
  expect(listed).not.toContain(key.secretKey)
  expect(await apiKey(['--revoke', key.accessKey])).toMatchObject({
    code: 0,
    stdout: `The key ${key.accessKey} is revoked.\n`,
  })
  await expect(actorOfApiKey(key.secretKey, request)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  expect((await apiKey(['--list', '--json'])).stdout).not.toContain(key.accessKey)
  expect(await apiKey(['--revoke', key.accessKey])).toMatchObject({
    code: 1,
    stderr: 'This API key does not exist.\n',
  })
})

test('without a running installation, or with unknown options, it says what to do', async () => {
  const nowhere = { DATABASE_URL: 'postgresql://holdfast@127.0.0.1:1/none' }
  const stopped = await apiKey([], nowhere)
  expect(stopped).toMatchObject({ code: 1, stdout: '' })
  expect(stopped.stderr).toBe('Holdfast is not running. Start it with npm start, then try again.\n')
  const unknown = await apiKey(['--verbose'])
  expect(unknown.code).toBe(1)
  expect(unknown.stderr).toContain("Unknown option '--verbose'")
})
