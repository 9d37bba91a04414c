import type { TestSession } from '@/agent/engines/testing/client.ts'

/** What the server counts by itself. */
const moving = ['gtid_executed', 'gtid_purged']

const queries: Readonly<Record<string, string>> = {
  accounts: `SELECT sha2(concat_ws('|', host, user, select_priv, insert_priv, update_priv, delete_priv,
      create_priv, drop_priv, reload_priv, shutdown_priv, process_priv, file_priv, grant_priv, super_priv,
      create_user_priv, create_tablespace_priv, repl_slave_priv, plugin, authentication_string,
      account_locked, password_expired, user_attributes, max_user_connections), 256) AS hash, user, host
    FROM mysql.user WHERE user NOT IN ('ladder') ORDER BY host, user`,
  dynamic: 'SELECT * FROM mysql.global_grants ORDER BY 1, 2, 3',
  schemas: 'SELECT * FROM mysql.db ORDER BY 1, 2, 3',
  tables:
    'SELECT host, db, user, table_name, table_priv FROM mysql.tables_priv ORDER BY 1, 2, 3, 4',
  edges: 'SELECT * FROM mysql.role_edges ORDER BY 1, 2, 3, 4',
  defaultRoles: 'SELECT * FROM mysql.default_roles ORDER BY 1, 2, 3, 4',
  proxies:
    'SELECT host, user, proxied_host, proxied_user FROM mysql.proxies_priv ORDER BY 1, 2, 3, 4',
  functions: 'SELECT * FROM mysql.func',
  components: 'SELECT * FROM mysql.component',
  plugins: 'SELECT plugin_name, plugin_status FROM information_schema.plugins ORDER BY 1',
  servers: 'SELECT * FROM mysql.servers',
  persisted: 'SELECT * FROM performance_schema.persisted_variables',
  variables: `SELECT * FROM performance_schema.global_variables
    WHERE variable_name NOT IN (${moving.map((name) => `'${name}'`).join(', ')}) ORDER BY 1`,
  consumers: 'SELECT * FROM performance_schema.setup_consumers ORDER BY 1',
  instruments: 'SELECT name, enabled, timed FROM performance_schema.setup_instruments ORDER BY 1',
  actors: 'SELECT * FROM performance_schema.setup_actors ORDER BY 1, 2',
  databases: 'SELECT schema_name FROM information_schema.schemata ORDER BY 1',
  definers: `SELECT definer, routine_schema, routine_name FROM information_schema.routines
    WHERE definer NOT IN ('alice@%', 'bob@%') ORDER BY 1, 2, 3`,
  systemTables: `SELECT table_schema, table_name, create_time FROM information_schema.tables
    WHERE table_schema IN ('mysql', 'sys') ORDER BY 1, 2`,
  replication: 'SELECT * FROM performance_schema.replication_connection_configuration',
}

/** What there is on the node, apart from tables and routines of users, as the superuser sees it. */
export async function mysqlState(superuser: TestSession): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {}
  for (const [name, sql] of Object.entries(queries)) {
    state[name] = await superuser.query(sql)
  }
  return state
}
