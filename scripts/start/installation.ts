import { relative } from 'node:path'
import type { Paths } from '@/lib/paths/paths.ts'
import type { PackRegistry } from '@/agent/packs/registry.ts'
import type { Steps } from '@/scripts/bootstrap/steps.mjs'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import { ensureAgentBuild, ensureConsoleBuild, type Build } from './build.ts'
import {
  startControlDatabase,
  stopControlDatabase,
  type ControlDatabase,
} from './control-database.ts'
import {
  consoleRoleName,
  ensureConsoleRole,
  grantConsoleRole,
  requireRestrictedRole,
  roleNameOf,
} from './console-role.ts'
import { applyMigrations, pendingMigrations, waitForExternalDatabase } from './database-access.ts'
import { ensureOwner, type Owner } from './owner.ts'
import { preparePacks, proxyEnvironment } from './packs.ts'
import { keptSecret } from './secrets.ts'
import { inheritedEnvironment, type Service } from './services.ts'
import { consoleAddress, type Settings } from './settings.ts'

/** Everything that has to be there before agent and console can run. */
export interface Prepared {
  registry: PackRegistry
  /** Null when the control database is a server of one's own (DATABASE_URL). */
  control: ControlDatabase | null
  databaseUrl: string
  /** What the console connects with: a role that cannot change the audit log, when there is one. */
  consoleDatabaseUrl: string
  owner: Owner
  environment: Record<string, string>
}

/** Engines, control database, migrations and owner, in this order; each a line. */
export async function prepareDatabase(
  steps: Steps,
  paths: Paths,
  settings: Settings,
  signal: AbortSignal,
): Promise<Prepared> {
  const registry = await preparePacks(steps, paths, settings.enginePaths, signal)
  const { control, databaseUrl } = await steps.run('Control database', async (step) => {
    if (settings.databaseUrl !== undefined) {
      await waitForExternalDatabase(settings.databaseUrl)
      step.say('your own server')
      return { control: null, databaseUrl: settings.databaseUrl }
    }
    const started = await startControlDatabase(paths, registry)
    step.say(`PostgreSQL ${started.release}${started.isAdopted ? ', was running' : ''}`)
    return { control: started, databaseUrl: started.url }
  })
  try {
    await steps.run('Migrations', async (step) => {
      const pending = await pendingMigrations(databaseUrl)
      if (pending.length > 0) await applyMigrations(databaseUrl)
      step.say(pending.length === 0 ? 'up to date' : `${String(pending.length)} applied`)
    })
    const consoleDatabaseUrl = await prepareConsoleRole(paths, settings, databaseUrl)
    const environment = await serviceEnvironment(paths, settings, databaseUrl)
    const owner = await steps.run('Owner', async (step) => {
      const found = await ensureOwner(environment)
      step.say(found.email)
      return found
    })
    return { registry, control, databaseUrl, consoleDatabaseUrl, owner, environment }
  } catch (error) {
    if (control !== null && !control.isAdopted) await stopControlDatabase(paths)
    throw error
  }
}

/** The console's own role with its rights; a server of one's own has it when an address names it. */
async function prepareConsoleRole(
  paths: Paths,
  settings: Settings,
  databaseUrl: string,
): Promise<string> {
  if (settings.databaseUrl !== undefined) {
    const { consoleDatabaseUrl } = settings
    if (consoleDatabaseUrl === undefined) return databaseUrl
    await grantConsoleRole(databaseUrl, roleNameOf(consoleDatabaseUrl))
    await requireRestrictedRole(consoleDatabaseUrl)
    return consoleDatabaseUrl
  }
  const password = await keptSecret(paths, 'control-database-console.password')
  await ensureConsoleRole(databaseUrl, consoleRoleName, password)
  await grantConsoleRole(databaseUrl, consoleRoleName)
  const url = new URL(databaseUrl)
  url.username = consoleRoleName
  url.password = password
  await requireRestrictedRole(url.href)
  return url.href
}

/** Builds what changed; a build of an earlier start is used as it is. */
export async function prepareBuilds(
  steps: Steps,
  signal: AbortSignal,
): Promise<{ agent: Build; console: Build }> {
  return steps.run('Build', async (step) => {
    const agent = await ensureAgentBuild()
    const built = await ensureConsoleBuild(signal)
    step.say(built.isNew || agent.isNew ? 'sources changed' : 'up to date')
    return { agent, console: built }
  })
}

async function serviceEnvironment(
  paths: Paths,
  settings: Settings,
  databaseUrl: string,
): Promise<Record<string, string>> {
  return {
    ...inheritedEnvironment(),
    DATABASE_URL: databaseUrl,
    HOLDFAST_DATA_DIR: paths.dataDir,
    HOLDFAST_HOST: settings.consoleHost,
    HOLDFAST_PORT: String(settings.consolePort),
    AUTH_SECRET: await keptSecret(paths, 'auth.secret'),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

/** How the agent is run from its bundle. */
export function agentService(environment: Record<string, string>, build: Build): Service {
  const {
    HOLDFAST_OWNER_PASSWORD: _password,
    AUTH_SECRET: _secret,
    HOLDFAST_CONSOLE_DATABASE_URL: _consoleAddress,
    ...rest
  } = environment
  // Sign-in is the console's: the agent has no use for the provider, least of all for its secret.
  const own = Object.fromEntries(
    Object.entries(rest).filter(([name]) => !name.startsWith('HOLDFAST_OIDC_')),
  )
  return {
    name: 'agent',
    args: ['--enable-source-maps', build.path],
    environment: { ...own, ...proxyEnvironment() },
    address: null,
    // Engines get their own time for a clean end; cutting the agent short would leave them running.
    ladder: [{ signal: 'SIGTERM', waitMs: 300_000 }],
  }
}

/** How the console is run from its build. */
export function consoleService(prepared: Prepared, build: Build, settings: Settings): Service {
  const {
    HOLDFAST_OWNER_PASSWORD: _password,
    HOLDFAST_CONSOLE_DATABASE_URL: _address,
    ...own
  } = prepared.environment
  const program = new URL('../console.mjs', import.meta.url).pathname
  return {
    name: 'console',
    args: [program, relative(projectDir, `${projectDir}/${build.path}`)],
    environment: { ...own, DATABASE_URL: prepared.consoleDatabaseUrl },
    address: consoleAddress(settings),
    ladder: [{ signal: 'SIGTERM', waitMs: 15_000 }],
  }
}
