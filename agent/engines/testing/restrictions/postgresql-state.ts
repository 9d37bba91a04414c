import type { StartedNode } from '@/agent/engines/testing/started.ts'

/** All that an attacker would change to become more than an admin, as one list of texts. */
const stateSql = `
  SELECT format('role %s %s', rolname, md5(to_jsonb(a)::text)) AS fact FROM pg_authid a
  UNION ALL SELECT format('member %s', to_jsonb(m)) FROM pg_auth_members m
  UNION ALL SELECT format('database %s', to_jsonb(d) - 'datfrozenxid' - 'datminmxid') FROM pg_database d
  UNION ALL SELECT format('setting of role or database %s', to_jsonb(s)) FROM pg_db_role_setting s
  UNION ALL SELECT format('parameter rights %s', to_jsonb(p)) FROM pg_parameter_acl p
  UNION ALL SELECT format('tablespace %s', spcname) FROM pg_tablespace
  UNION ALL SELECT format('slot %s', slot_name) FROM pg_replication_slots
  UNION ALL SELECT format('subscription %s', subname) FROM pg_subscription
  UNION ALL SELECT format('origin %s', roname) FROM pg_replication_origin
  UNION ALL SELECT format('setting %s=%s', name, setting) FROM pg_settings
    WHERE context IN ('internal', 'postmaster', 'sighup', 'superuser', 'superuser-backend')
      AND name NOT IN ('role', 'transaction_isolation', 'in_hot_standby')
  UNION ALL SELECT format('extension %s %s %s', extname, extversion, extowner) FROM pg_extension
  UNION ALL SELECT format('language %s', to_jsonb(l)) FROM pg_language l
  UNION ALL SELECT format('event trigger %s', evtname) FROM pg_event_trigger
  UNION ALL SELECT format('wrapper %s', fdwname) FROM pg_foreign_data_wrapper
  UNION ALL SELECT format('access method %s', amname) FROM pg_am
  UNION ALL SELECT format('publication %s', pubname) FROM pg_publication WHERE puballtables
  UNION ALL SELECT format('schema %s %s', nspname, nspowner) FROM pg_namespace
    WHERE nspname !~ '^pg_(toast_)?temp_'
  UNION ALL SELECT format('untrusted function %s', p.oid::regprocedure) FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang WHERE NOT l.lanpltrusted AND p.oid >= 16384
  UNION ALL SELECT format('catalogue %s %s %s %s', relname, relowner, relacl, reltriggers::text)
    FROM (SELECT *, relhastriggers AS reltriggers FROM pg_class) c
    WHERE relnamespace = 'pg_catalog'::regnamespace AND oid < 16384
  ORDER BY 1`

/** What there is on the node, apart from tables and functions of users, in two databases. */
export async function postgresqlState(home: StartedNode, own: string): Promise<string[]> {
  const facts: string[] = []
  for (const database of ['rdb', own]) {
    const rows = await home.asSuperuser(stateSql, database)
    facts.push(...rows.map(({ fact }) => `${database}: ${String(fact)}`))
  }
  return facts
}
