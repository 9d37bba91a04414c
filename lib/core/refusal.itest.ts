import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeCaller,
  makeOrganization,
  reportMachine,
  systemContext,
  type Caller,
} from '@/lib/api/testing.ts'
import { createSession } from '@/lib/auth/sessions.ts'
import { db } from '@/lib/db/db.ts'
import { allActions } from '@/lib/iam/catalogue.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { getCreateOptions } from '@/lib/instances/queries.ts'
import { registeredCommands } from './command.ts'
import type { Context } from './context.ts'
import { AppError, type ErrorCode } from './errors.ts'
import { registeredQueries } from './query.ts'
import { commandInputs, type Home } from './testing-inputs.ts'

const lib = join(import.meta.dirname, '..')
const modules = (await readdir(lib, { recursive: true })).filter(
  (path) => /(^|\/)(commands\/[^/]+|queries)\.ts$/.test(path) && !/\.(i?test)\.ts$/.test(path),
)
for (const path of modules) await import(/* @vite-ignore */ join(lib, path))

const anonymous = (): Context => ({
  actor: { kind: 'anonymous' },
  requestId: newId(),
  address: null,
  userAgent: null,
})

let home: Home
let ready: { owner: Caller; viewer: Caller; powerless: Caller; stranger: Caller }

beforeAll(async () => {
  await reportMachine()
  const place = await makeOrganization()
  ready = {
    owner: await makeCaller(place, { owner: true }),
    viewer: await makeCaller(place, { permissionSetNames: ['RelationalDatabasesReadOnly'] }),
    powerless: await makeCaller(place, { permissionSetNames: [] }),
    stranger: await makeCaller(await makeOrganization(), { owner: true }),
  }
  const instance = await createInstance.execute(systemContext, {
    projectId: place.projectId,
    name: 'guarded',
    engine: 'PostgreSQL-17',
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: '',
    password: '',
  })
  const operation = await db().operation.findFirstOrThrow({ where: { instanceId: instance.id } })
  const rule = await db().allowedIp.findFirstOrThrow({ where: { instanceId: instance.id } })
  const endpoint = await db().endpoint.create({
    data: { id: newId(), instanceId: instance.id, port: 20_000 },
  })
  const { actor } = ready.owner
  if (actor.kind !== 'api_key') throw new Error('expected a key')
  const { memberId, accessKey } = actor
  await db().$transaction((tx) =>
    createSession(tx, memberId, { address: '192.0.2.1', userAgent: null }),
  )
  const { organizationId } = place
  const [group, application, policy] = [newId(), newId(), newId()]
  await db().group.create({ data: { id: group, organizationId, name: 'guarded' } })
  await db().application.create({ data: { id: application, organizationId, name: 'guarded' } })
  await db().policy.create({ data: { id: policy, organizationId, name: 'guarded' } })
  home = {
    ...place,
    groupId: group,
    applicationId: application,
    policyId: policy,
    memberId,
    accessKey,
    instanceId: instance.id,
    allowedIpId: rule.id,
    endpointId: endpoint.id,
    clientCertificateId: newId(),
    operationId: operation.id,
  }
})

/** A digest of every row but the audit log's. */
async function digest(): Promise<string> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT IN ('audit_entry', '_prisma_migrations')`
  const rows = tables
    .map(({ name }) => pg.escapeIdentifier(name))
    .map((name) => `SELECT ${pg.escapeLiteral(name)} || t::text AS line FROM ${name} t`)
  const [all] = await db().$queryRawUnsafe<{ digest: string }[]>(
    `SELECT md5(string_agg(line, '' ORDER BY line)) AS digest FROM (${rows.join(' UNION ALL ')}) r`,
  )
  return all?.digest ?? ''
}

async function codeOf(run: Promise<unknown>): Promise<ErrorCode | 'allowed' | 'crashed'> {
  return run.then(
    () => 'allowed',
    (error: unknown) => (error instanceof AppError ? error.code : 'crashed'),
  )
}

async function attempt(name: string, caller: Context): Promise<ErrorCode | 'allowed' | 'crashed'> {
  const command = registeredCommands().find((known) => known.name === name)
  const input = commandInputs[name]?.(home)
  if (!command || input === undefined) throw new Error(`no command or input named ${name}`)
  const before = await digest()
  const code = await codeOf(command.execute(caller, input as never))
  expect(await digest()).toEqual(before)
  return code
}

const refusals = (context: Context, action: string): Promise<number> =>
  db().auditEntry.count({
    where: { requestId: context.requestId, action, outcome: 'refused' },
  })

const names = registeredCommands().map(({ name }) => name)

test('every command has its own name, an input to try it with and a line in the catalogue', () => {
  expect([...names].sort()).toEqual(Object.keys(commandInputs).sort())
  expect(allActions).toEqual(expect.arrayContaining(names))
})

test('every query has a line in the catalogue and is refused to nobody in particular', async () => {
  const queries = registeredQueries()
  expect(queries.length).toBeGreaterThan(0)
  expect(allActions).toEqual(expect.arrayContaining(queries.map(({ name }) => name)))
  const context = anonymous()
  for (const query of queries) {
    expect(await codeOf(query.execute(context, {} as never))).toBe('unauthenticated')
  }
})

test('what the machine can create is shown to readers of any project, and to nobody else', async () => {
  const options = (caller: Caller) => codeOf(getCreateOptions.execute(caller.context, {}))
  expect(await options(ready.powerless)).toBe('forbidden')
  expect(await options(ready.viewer)).toBe('allowed')
  expect(await options(ready.owner)).toBe('allowed')
})

describe.each(names)('%s', (name) => {
  test('is refused to somebody who is not signed in, and changes nothing', async () => {
    const context = anonymous()
    expect(await attempt(name, context)).toBe('unauthenticated')
  })

  test('is refused to a member without policies, changes nothing and is recorded', async () => {
    const { context } = ready.powerless
    expect(await attempt(name, context)).toMatch(/^(not_found|forbidden)$/)
    expect(await refusals(context, name)).toBe(1)
  })

  test('is refused to a member who may only read, changes nothing and is recorded', async () => {
    const { context } = ready.viewer
    expect(await attempt(name, context)).toBe('forbidden')
    expect(await refusals(context, name)).toBe(1)
  })

  test('does not find its resource for the owner of another organization, and is recorded', async () => {
    const { context } = ready.stranger
    expect(await attempt(name, context)).toBe('not_found')
    expect(await refusals(context, name)).toBe(1)
  })
})
