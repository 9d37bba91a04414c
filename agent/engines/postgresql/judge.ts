import type { FoundPrivilege, SettablePermission } from '@/agent/engines/driver.ts'
import {
  defaultKindNames,
  defaultKinds,
  kindNames,
  objectKinds,
  rightsOf,
  type ObjectKind,
} from '@/agent/engines/postgresql/levels.ts'
import type { Holdings } from '@/agent/engines/postgresql/observe.ts'
import { listed } from '@/agent/engines/refusal.ts'

const levels: readonly SettablePermission[] = ['all', 'readwrite', 'readonly', 'none']
const mostDifferences = 12

const countedKinds = objectKinds.filter((kind) => kind !== 'L')

/** PUBLIC has these by default, and they open no data: never too much. */
function isEverybodys(kind: ObjectKind, right: string): boolean {
  return kind === 'f' || (kind === 'n' && right === 'USAGE')
}

function where(kind: ObjectKind, count: number, total: number): string {
  if (kind === 'd') return kindNames.d.many
  return `${String(count)} of ${String(total)} ${kindNames[kind].many}`
}

function objectDifferences(holdings: Holdings, kind: ObjectKind, rights: readonly string[]) {
  const total = holdings.totals[kind]
  const lacks = rights.flatMap((right) => {
    const count = holdings.held.get(`${kind}:${right}`)?.objects ?? 0
    return count < total ? [`Lacks ${right} on ${where(kind, total - count, total)}.`] : []
  })
  const extras = [...holdings.held].flatMap(([key, held]) => {
    const right = key.slice(2)
    if (!key.startsWith(`${kind}:`) || rights.includes(right)) return []
    const count = isEverybodys(kind, right) ? held.own : held.objects
    if (count === 0) return []
    const example = kind === 'd' ? '' : `, for example ${held.example}`
    return [`Has ${right} on ${where(kind, count, total)}${example}.`]
  })
  return [...lacks, ...extras]
}

function defaultDifferences(
  holdings: Holdings,
  permission: SettablePermission,
  major: number,
): string[] {
  const rights = rightsOf(permission, major)
  return [...holdings.defaults].flatMap(([creator, byKind]) =>
    byKind.size === 0
      ? []
      : defaultKinds(major).flatMap((kind) => {
          const held = byKind.get(kind) ?? []
          const lacks = rights[kind].filter((right) => !held.includes(right))
          const extras = held.filter((right) => !rights[kind].includes(right))
          const what = `${defaultKindNames[kind].toLowerCase()} that ${creator} will make`
          return [
            ...(lacks.length > 0 ? [`Lacks ${listed(lacks)} on ${what}.`] : []),
            ...(extras.length > 0 ? [`Has ${listed(extras)} on ${what}.`] : []),
          ]
        }),
  )
}

/** In which ways what the user holds is not the permission; empty when it is. */
export function differencesFrom(
  holdings: Holdings,
  permission: SettablePermission,
  major: number,
): string[] {
  const rights = rightsOf(permission, major)
  return [
    ...countedKinds.flatMap((kind) => objectDifferences(holdings, kind, rights[kind])),
    ...holdings.columns
      .filter(({ right }) => !rights.r.includes(right))
      .map(({ right, name }) => `Has ${right} on the column ${name}.`),
    ...holdings.openRoles.map((role) => `Is a member of ${role}, which reaches every table.`),
    ...defaultDifferences(holdings, permission, major),
    ...holdings.schemaDefaults.map(
      ({ creator, schema, right }) =>
        `Has ${right} on what ${creator} will make in the schema ${schema}.`,
    ),
  ]
}

/**
 * The permission that the user has, as the catalogue shows it. What is none of them is custom,
 * explained against what was set last, or against none.
 */
export function judge(
  holdings: Holdings,
  kept: SettablePermission | undefined,
  major: number,
): FoundPrivilege {
  const { user } = holdings
  // Where two fit, for example in a database of the user's own, what was set last says which.
  const candidates = kept === undefined ? levels : [kept, ...levels]
  const fitting = candidates.find((level) => differencesFrom(holdings, level, major).length === 0)
  if (fitting !== undefined) return { user, permission: fitting, differences: [] }
  const differences = differencesFrom(holdings, kept ?? 'none', major)
  const shown = differences.slice(0, mostDifferences)
  const more = differences.length - shown.length
  return {
    user,
    permission: 'custom',
    differences: more > 0 ? [...shown, `And ${String(more)} more.`] : shown,
  }
}
