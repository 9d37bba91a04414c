import { escapeIdentifier } from 'pg'
import type { Client } from 'pg'
import { runStatements, type Statement } from '@/agent/engines/postgresql/acl.ts'
import {
  defaultKindNames,
  defaultKinds,
  type ObjectKind,
  type Rights,
} from '@/agent/engines/postgresql/levels.ts'
import { readCreators } from '@/agent/engines/postgresql/observe.ts'

type Kind = Exclude<ObjectKind, 'd'>

interface Entry {
  creator: string
  creatorId: string
  schema: string | null
  kind: Kind
  rights: string[]
}

async function entriesOf(client: Client, userId: string): Promise<Entry[]> {
  const { rows } = await client.query<Entry>(
    `SELECT c.rolname AS creator, c.oid::text AS "creatorId", n.nspname AS schema,
            a.defaclobjtype AS kind, array_agg(e.privilege_type::text) AS rights
     FROM pg_default_acl a CROSS JOIN LATERAL aclexplode(a.defaclacl) e
     JOIN pg_roles c ON c.oid = a.defaclrole LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
     WHERE e.grantee = $1::oid AND a.defaclrole <> e.grantee GROUP BY 1, 2, 3, 4`,
    [userId],
  )
  return rows
}

function alter(creators: readonly string[], schema: string | null, action: string): Statement {
  const roles = creators.map((name) => escapeIdentifier(name)).join(', ')
  const where = schema === null ? '' : ` IN SCHEMA ${escapeIdentifier(schema)}`
  return { sql: `ALTER DEFAULT PRIVILEGES FOR ROLE ${roles}${where} ${action}`, grantor: null }
}

/**
 * Makes the rights what the user gets on everything that others will make in this database, in
 * whatever schema; with `creators` (ids) only adds what is missing for these. The superuser is never
 * among the creators: that would open every function of an extension that it installs.
 */
export async function setDefaults(
  client: Client,
  input: {
    target: { oid: string; name: string }
    rights: Rights
    major: number
    creators: readonly string[] | null
  },
): Promise<void> {
  const { target, rights, major, creators } = input
  const role = escapeIdentifier(target.name)
  const present = await entriesOf(client, target.oid)
  const revokes = present.flatMap(({ creator, schema, kind, rights: held }) => {
    const tooMuch = held.filter((right) => schema !== null || !rights[kind].includes(right))
    return tooMuch.length === 0
      ? []
      : [
          alter(
            [creator],
            schema,
            `REVOKE ${tooMuch.join(', ')} ON ${defaultKindNames[kind]} FROM ${role}`,
          ),
        ]
  })
  const makers = (await readCreators(client)).filter(({ id }) => id !== target.oid)
  const names = [
    ...makers.flatMap(({ id, name }) => ((creators?.includes(id) ?? true) ? [name] : [])),
    // Whoever could make objects once keeps up with what is set: they may be able to again.
    ...(creators === null ? present.map(({ creator }) => creator) : []),
  ]
  const grants = defaultKinds(major).flatMap((kind) => {
    const wanted = rights[kind]
    const lacking = [...new Set(names)].filter((name) => {
      const held = present.find(
        (entry) => entry.creator === name && entry.kind === kind && entry.schema === null,
      )
      return wanted.some((right) => held?.rights.includes(right) !== true)
    })
    if (wanted.length === 0 || lacking.length === 0) return []
    return [
      alter(lacking, null, `GRANT ${wanted.join(', ')} ON ${defaultKindNames[kind]} TO ${role}`),
    ]
  })
  await runStatements(client, creators === null ? [...revokes, ...grants] : grants)
}
