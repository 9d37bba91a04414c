import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { registeredCommands } from '@/lib/core/command.ts'
import { registeredQueries, type Query } from '@/lib/core/query.ts'
import { projectDir } from '@/scripts/bootstrap/project.mjs'

const lib = join(projectDir, 'lib')
const app = join(projectDir, 'app')

async function filesBelow(folder: string, wanted: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return entries.filter((path) => wanted.test(path) && !/\.i?test\.tsx?$/.test(path)).sort()
}

async function load(file: string): Promise<Record<string, unknown>> {
  const loaded: unknown = await import(/* @vite-ignore */ file)
  return loaded as Record<string, unknown>
}

/** Loads every command and query of the domain; queries by `<file>#<export>`. */
export async function loadDomain(): Promise<Record<string, Query>> {
  const queries: Record<string, Query> = {}
  const paths = await filesBelow(lib, /(^|\/)(commands\/[^/]+|queries|access)\.ts$/)
  for (const path of paths) {
    const exported = await load(join(lib, path))
    const known = new Set<unknown>(registeredQueries())
    for (const [name, value] of Object.entries(exported)) {
      if (known.has(value)) queries[`${path}#${name}`] = value as Query
    }
  }
  if (Object.keys(queries).length !== registeredQueries().length) {
    throw new Error('A query is defined in a file that the matrix does not read.')
  }
  if (registeredCommands().length === 0) throw new Error('There are no commands.')
  return queries
}

type Exported = (...given: readonly unknown[]) => Promise<unknown>

/** Every server action of the console by `<file>#<export>`. */
export async function loadActions(): Promise<Record<string, Exported>> {
  const actions: Record<string, Exported> = {}
  for (const path of await filesBelow(app, /(^|\/)actions\.ts$/)) {
    for (const [name, value] of Object.entries(await load(join(app, path)))) {
      if (typeof value === 'function') actions[`${path}#${name}`] = value as Exported
    }
  }
  return actions
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** Every handler of a route below `app`, by `<method> <file>`. */
export async function loadHandlers(): Promise<Record<string, Exported>> {
  const handlers: Record<string, Exported> = {}
  for (const path of await filesBelow(app, /(^|\/)route\.ts$/)) {
    const exported = await load(join(app, path))
    for (const method of methods) {
      const handler = exported[method]
      if (typeof handler === 'function') handlers[`${method} ${path}`] = handler as Exported
    }
  }
  return handlers
}
