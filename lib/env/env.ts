import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { oidcSettings, oidcVariables, requireWholeOidc, type OidcSettings } from './oidc.ts'

const port = z.coerce.number().int().min(1).max(65535)

const portRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'must be two ports with a dash, for example 20000-20999')
  .transform((text, context) => {
    const [first = 0, last = 0] = text.split('-').map(Number)
    if (first < 1024 || last > 65535 || first > last) {
      context.addIssue('must lie within 1024-65535, the lower port first')
      return z.NEVER
    }
    return { first, last }
  })

const hostName = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(value),
    'must be an IP address or a host name',
  )

function isAddressOrNetwork(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%') || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

const addressList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  .refine(
    (entries) => entries.every(isAddressOrNetwork),
    'must be addresses or CIDRs with commas, for example 127.0.0.1,10.0.0.0/8',
  )

const environmentSchema = z.object({
  HOLDFAST_DATA_DIR: z.string().min(1).default('.holdfast'),
  HOLDFAST_HOST: hostName.default('127.0.0.1'),
  HOLDFAST_PORT: port.default(3000),
  // Checked here, before the start; read by the console's own server, which runs without lib.
  HOLDFAST_TRUSTED_PROXIES: addressList.default([]),
  HOLDFAST_PUBLIC_HOST: hostName.default('127.0.0.1'),
  HOLDFAST_ENDPOINT_PORTS: portRange.default({ first: 20000, last: 20999 }),
  HOLDFAST_REGION: z
    .string()
    .regex(/^[a-z]{2}-[a-z]{3}$/, 'must be two letters, a dash and three letters')
    .default('lo-cal'),
  HOLDFAST_OWNER_EMAIL: z.email().default('owner@holdfast.local'),
  HOLDFAST_OWNER_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  HOLDFAST_STOP: z.enum(['engines', 'leave']).default('engines'),
  HOLDFAST_ENGINE_PATHS: z
    .string()
    .default('')
    .transform((text) => text.split(':').filter((entry) => entry !== '')),
  HOLDFAST_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional(),
  HOLDFAST_CONSOLE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional(),
  HOLDFAST_SESSION_IDLE_HOURS: z.coerce.number().min(0.1).max(720).default(12),
  HOLDFAST_SESSION_MAX_DAYS: z.coerce.number().min(0.1).max(365).default(7),
  ...oidcVariables,
})

export interface Environment {
  dataDir: string
  consoleHost: string
  consolePort: number
  publicHost: string
  endpointPorts: { first: number; last: number }
  region: string
  ownerEmail: string
  ownerPassword: string | undefined
  stop: 'engines' | 'leave'
  enginePaths: readonly string[]
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  databaseUrl: string | undefined
  /** The control database with the console's own role; counts only beside `databaseUrl`. */
  consoleDatabaseUrl: string | undefined
  /** A session ends this long after its last request. */
  sessionIdleMs: number
  /** A session ends this long after signing in, whatever happens. */
  sessionMaxMs: number
  /** Null: nobody signs in through an OpenID Connect provider. */
  oidc: OidcSettings | null
}

/** The environment has values that Holdfast can't use; the message lists each with its reason. */
export class EnvironmentError extends Error {}

/**
 * Validates the environment once and returns it in Holdfast's own terms.
 *
 * Empty values count as absent. A relative data directory is taken from `workingDirectory`.
 * Throws `EnvironmentError` naming every bad variable; values of secrets are not repeated.
 */
export function parseEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Environment {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environmentSchema.superRefine(requireWholeOidc).safeParse(present)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new EnvironmentError(`Check these environment variables.\n  ${lines.join('\n  ')}`)
  }
  const values = parsed.data
  return {
    dataDir: resolve(workingDirectory, values.HOLDFAST_DATA_DIR),
    consoleHost: values.HOLDFAST_HOST,
    consolePort: values.HOLDFAST_PORT,
    publicHost: values.HOLDFAST_PUBLIC_HOST,
    endpointPorts: values.HOLDFAST_ENDPOINT_PORTS,
    region: values.HOLDFAST_REGION,
    ownerEmail: values.HOLDFAST_OWNER_EMAIL.toLowerCase(),
    ownerPassword: values.HOLDFAST_OWNER_PASSWORD,
    stop: values.HOLDFAST_STOP,
    enginePaths: values.HOLDFAST_ENGINE_PATHS,
    logLevel: values.HOLDFAST_LOG_LEVEL,
    databaseUrl: values.DATABASE_URL,
    consoleDatabaseUrl: values.HOLDFAST_CONSOLE_DATABASE_URL,
    sessionIdleMs: Math.round(values.HOLDFAST_SESSION_IDLE_HOURS * 3_600_000),
    sessionMaxMs: Math.round(values.HOLDFAST_SESSION_MAX_DAYS * 24 * 3_600_000),
    oidc: oidcSettings(values),
  }
}

let environment: Environment | undefined

/** The validated environment of this process, read on first use. */
export function env(): Environment {
  environment ??= parseEnvironment(process.env, process.cwd())
  return environment
}

/** The control database's address; throws when the launcher has not provided one. */
export function controlDatabaseUrl(): string {
  const { databaseUrl } = env()
  if (databaseUrl === undefined) {
    throw new EnvironmentError('DATABASE_URL is not set. Start Holdfast with npm start.')
  }
  return databaseUrl
}
