import { beforeAll, describe, expect, test, vi } from 'vitest'
import { api } from '@/lib/api/app.ts'
import { reportMachine } from '@/lib/api/testing.ts'
import { registeredCommands } from '@/lib/core/command.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { commandInputs } from '@/lib/core/testing-inputs.ts'
import { env } from '@/lib/env/env.ts'
import { actionCommands } from './actions.ts'
import { commandClasses } from './commands.ts'
import { expectedVerdict, verdictOf, type RightsClass } from './expectations.ts'
import { handlerAttempts } from './handlers.ts'
import { operationAttempts } from './operations.ts'
import { makeCast, people, type Cast, type Person } from './people.ts'
import { queryAttempts } from './queries.ts'
import { loadActions, loadDomain, loadHandlers } from './surfaces.ts'
import { makeTargets, type Targets } from './targets.ts'

// What a browser's request would bring: the tests put it where the console reads it.
const consoleRequest = await vi.hoisted(async () => {
  const { AsyncLocalStorage } = await import('node:async_hooks')
  return new AsyncLocalStorage<Context>()
})
vi.mock('@/lib/auth/context.ts', () => ({
  consoleContext: () => Promise.resolve(consoleRequest.getStore()),
}))
// Signing in and out belongs to Next, which does not run here.
vi.mock('@/lib/auth/next-auth.ts', () => ({ auth: vi.fn(), signIn: vi.fn(), signOut: vi.fn() }))
vi.mock('@/lib/auth/handlers.ts', () => ({ handleAuthGet: vi.fn(), handleAuthPost: vi.fn() }))
vi.mock('next-auth', () => ({ AuthError: Error, CredentialsSignin: Error }))

let cast: Cast

beforeAll(async () => {
  await reportMachine()
  cast = await makeCast()
})

const queries = await loadDomain()
const commands = new Map(
  registeredCommands().map((command) => [String(command.name), command] as const),
)
const actions = await loadActions()
const handlers = await loadHandlers()
const operations = await operationsOfApi()

interface Operation {
  id: string
  method: string
  path: string
}

interface Description {
  paths: Record<string, Record<string, { operationId?: string }>>
}

/** The calls that the API's own descriptions list. */
async function operationsOfApi(): Promise<Operation[]> {
  const described = ['rdb/v1', 'iam/v1alpha1'].map(async (namespace) => {
    const response = await api.fetch(new Request(`http://127.0.0.1/${namespace}/openapi.json`))
    const { paths } = (await response.json()) as Description
    const [prefix = ''] = namespace.split('/')
    return Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { operationId }]) =>
        operationId === undefined
          ? []
          : [{ id: `${prefix}.${operationId}`, method: method.toUpperCase(), path }],
      ),
    )
  })
  return (await Promise.all(described)).flat()
}

interface Answer {
  code: string | null
  text: string
}

async function answerOf(run: () => Promise<unknown>): Promise<Answer> {
  try {
    return { code: null, text: JSON.stringify(await run()) }
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, text: error.message }
    throw error
  }
}

/** Lets everybody try the same on targets of their own, and compares what came of it. */
async function expectMatrix(
  rights: RightsClass,
  attempt: (person: Person, targets: Targets) => Promise<Answer>,
): Promise<void> {
  const verdicts: Partial<Record<Person, string>> = {}
  const wanted: Partial<Record<Person, string>> = {}
  const tries = people.map(async (person) => {
    const targets = await makeTargets(cast)
    const { code, text } = await attempt(person, targets)
    verdicts[person] = verdictOf(rights, code, text, targets.marker)
    wanted[person] = expectedVerdict(rights, person)
    if (code === 'internal') throw new Error(`crashed for ${person}: ${text}`)
    if (wanted[person] === 'hidden') expect(text).not.toContain(targets.marker)
  })
  await Promise.all(tries)
  expect(verdicts).toEqual(wanted)
}

const sorted = (names: Iterable<string>): string[] => [...names].sort()

test('everything that can be asked of Holdfast has its line in the matrix', () => {
  expect(sorted(Object.keys(commandClasses))).toEqual(sorted(commands.keys()))
  expect(sorted(Object.keys(commandInputs))).toEqual(sorted(commands.keys()))
  expect(sorted(Object.keys(queryAttempts))).toEqual(sorted(Object.keys(queries)))
  expect(sorted(Object.keys(actionCommands))).toEqual(sorted(Object.keys(actions)))
  expect(sorted(Object.keys(operationAttempts))).toEqual(sorted(operations.map(({ id }) => id)))
  const own = Object.keys(handlers).filter((name) => !isApiMount(name))
  expect(sorted(Object.keys(handlerAttempts))).toEqual(sorted(own))
})

/** Handlers that pass everything on: to the API, which is tried call by call, and to next-auth. */
function isApiMount(name: string): boolean {
  return /^[A-Z]+ (rdb|iam|api\/auth)\//.test(name)
}

describe.each(Object.entries(commandClasses))('command %s', (name, rights) => {
  test(`is for ${rights} rights, whoever tries`, async () => {
    await expectMatrix(rights, async (person, targets) => {
      const context = await cast.contextOf(person)
      const input = commandInputs[name]?.(targets)
      return answerOf(async () => commands.get(name)?.execute(context, input as never))
    })
  })
})

describe.each(Object.entries(queryAttempts))('query %s', (name, { rights, input }) => {
  test(`is for ${rights} rights, whoever tries`, async () => {
    await expectMatrix(rights, async (person, targets) => {
      const context = await cast.contextOf(person)
      return answerOf(async () => queries[name]?.execute(context, input(targets) as never))
    })
  })
})

describe.each(Object.entries(actionCommands))('server action %s', (name, command) => {
  test.runIf(command !== null)('decides as its command does, whoever tries', async () => {
    const rights = commandClasses[command ?? '']
    const input = commandInputs[command ?? '']
    if (!rights || !input) throw new Error(`${name} names no command`)
    await expectMatrix(rights, async (person, targets) => {
      const context = await cast.contextOf(person)
      const result: unknown = await consoleRequest.run(context, async () =>
        actions[name]?.(input(targets)),
      )
      return { code: codeOfResult(result), text: JSON.stringify(result) }
    })
  })
})

function codeOfResult(result: unknown): string | null {
  const known = result as { ok: boolean; error?: { code: string } } | undefined
  if (typeof known?.ok !== 'boolean') throw new Error('an action answered something else')
  return known.error?.code ?? null
}

describe.each(Object.entries(handlerAttempts))('route %s', (name, { rights, id, search }) => {
  test(`is for ${rights} rights, whoever tries`, async () => {
    await expectMatrix(rights, async (person, targets) => {
      const context = await cast.contextOf(person)
      const query = new URLSearchParams(search?.(targets) ?? {})
      const request = new Request(`http://127.0.0.1/data?${query.toString()}`)
      const params = Promise.resolve({ id: id?.(targets) ?? '' })
      return consoleRequest.run(context, async () => {
        const response = await handlers[name]?.(request, { params })
        if (!(response instanceof Response)) throw new Error('a handler answered something else')
        return { code: codeOfStatus(response.status), text: await response.text() }
      })
    })
  })
})

describe.each(operations)('API call $id', ({ id, method, path }) => {
  test('decides alike, whoever tries', async () => {
    const attempt = operationAttempts[id]
    if (!attempt) throw new Error(`${id} has no line in the matrix`)
    await expectMatrix(attempt.rights, async (person, targets) => {
      const secret = cast.secrets[person]
      const query = new URLSearchParams(attempt.query?.(targets) ?? {})
      const url = `http://127.0.0.1${filled(path, targets, attempt.name)}?${query.toString()}`
      const body = attempt.body?.(targets)
      const headers = {
        ...(secret === null ? {} : { 'x-auth-token': secret }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      }
      const request = new Request(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const response = await api.fetch(request)
      return { code: codeOfStatus(response.status), text: await response.text() }
    })
  })
})

function filled(path: string, targets: Targets, name: string | undefined): string {
  const values: Readonly<Record<string, string | undefined>> = {
    region: env().region,
    instance_id: targets.instanceId,
    endpoint_id: targets.endpointId,
    user_id: targets.memberId,
    group_id: targets.groupId,
    application_id: targets.applicationId,
    policy_id: targets.policyId,
    access_key: targets.accessKey,
    project_id: targets.emptyProjectId,
    organization_id: targets.organizationId,
    name,
  }
  return path.replaceAll(/\{(\w+)\}/g, (_whole, parameter: string) => {
    const value = values[parameter]
    if (value === undefined) throw new Error(`the matrix knows no value for ${parameter}`)
    return value
  })
}

const codes: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  500: 'internal',
}

function codeOfStatus(status: number): string | null {
  if (status < 300) return null
  return codes[status] ?? 'other'
}
