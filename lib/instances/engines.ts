/** Engines as data: every difference between them that the console or the API must know. */
export const engineNames = ['postgresql', 'mysql'] as const
export type EngineName = (typeof engineNames)[number]

export interface EngineFacts {
  name: EngineName
  /** As the API calls it, and as the first part of an engine version's name. */
  label: 'PostgreSQL' | 'MySQL'
  /** Database that every new instance has. */
  defaultDatabase: string
  /** Port that clients of the engine expect; private endpoints listen there where it is free. */
  port: number
  maxUserNameLength: number
  /** Lower-case prefixes that user names may not start with. */
  reservedPrefixes: readonly string[]
  reservedNames: readonly string[]
  /** Ends of community support by release series, as dates; a series not listed has none known. */
  endOfLife: Readonly<Record<string, string>>
}

/** Reserved prefixes are the model's; the reserved names are accounts that the engines own. */
export const engineFacts: Readonly<Record<EngineName, EngineFacts>> = {
  postgresql: {
    name: 'postgresql',
    label: 'PostgreSQL',
    defaultDatabase: 'rdb',
    port: 5432,
    maxUserNameLength: 63,
    reservedPrefixes: ['_rdb', 'pg_'],
    reservedNames: ['postgres', 'public', 'none'],
    endOfLife: { '15': '2027-11-11', '17': '2029-11-08', '18': '2030-11-14' },
  },
  mysql: {
    name: 'mysql',
    label: 'MySQL',
    defaultDatabase: 'rdb',
    port: 3306,
    maxUserNameLength: 32,
    reservedPrefixes: ['_rdb', 'mysql.'],
    reservedNames: ['root', 'mysql'],
    endOfLife: {},
  },
}

/** Name of an engine version as users choose it: `PostgreSQL-17`. */
export function engineVersionName(engine: EngineName, version: string): string {
  return `${engineFacts[engine].label}-${version}`
}

/** Takes an engine version's name apart; letter case does not count. Null when it is none. */
export function parseEngineVersion(name: string): { engine: EngineName; version: string } | null {
  const match = /^(postgresql|mysql)-(\d+(?:\.\d+)?)$/i.exec(name)
  if (!match?.[1] || !match[2]) return null
  const engine = match[1].toLowerCase() === 'mysql' ? 'mysql' : 'postgresql'
  return { engine, version: match[2] }
}

/** Takes the name of a stored instance apart; its engine was checked when it was created. */
export function engineOf(name: string): EngineFacts {
  const parsed = parseEngineVersion(name)
  if (!parsed) throw new Error(`unknown engine version ${name}`)
  return engineFacts[parsed.engine]
}
