/** Statements that the server may accept and that must change nothing of the server's state. */
export const withoutEffect: readonly { name: string; sql: string }[] = [
  { name: 'drop what the admin group owns', sql: 'DROP OWNED BY _rdb_admin' },
  { name: 'take over what the admin group owns', sql: 'REASSIGN OWNED BY _rdb_admin TO alice' },
  { name: 'take from the admin group what it holds', sql: 'REVOKE pg_monitor FROM _rdb_admin' },
  { name: 'take a role from the group', sql: 'REVOKE pg_signal_backend FROM _rdb_admin CASCADE' },
  { name: 'take the right to hand on', sql: 'REVOKE ADMIN OPTION FOR pg_monitor FROM _rdb_admin' },
  { name: 'leave another admin without the group', sql: 'REVOKE _rdb_admin FROM olga' },
  {
    name: 'close a database by a right',
    sql: 'REVOKE CONNECT ON DATABASE rdb FROM _rdb_superadmin',
  },
  { name: 'close the schema of the catalogue', sql: 'REVOKE ALL ON SCHEMA pg_catalog FROM PUBLIC' },
  { name: 'send settings as parameters of the session', sql: "SET local_preload_libraries = 'x'" },
  {
    name: 'end processes of the server',
    sql: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type IN ('checkpointer', 'background writer', 'walwriter')",
  },
  {
    name: 'change settings through the view',
    sql: "UPDATE pg_settings SET setting = 'panic' WHERE name = 'log_min_messages'",
  },
]

/** What admins do every day and must be able to do. */
export const ordinaryWork: readonly {
  name: string
  sql: string | readonly string[]
  since?: number
  database?: string
}[] = [
  {
    name: 'make, change and drop tables',
    sql: [
      'CREATE TABLE work (id serial PRIMARY KEY, text text, at timestamptz DEFAULT now())',
      "INSERT INTO work (text) VALUES ('one'), ('two')",
      'ALTER TABLE work ADD COLUMN more jsonb',
      'CREATE INDEX CONCURRENTLY work_text ON work (lower(text))',
      'CREATE TABLE parts (id int) PARTITION BY RANGE (id)',
      'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)',
      'TRUNCATE parts',
      'DROP TABLE parts',
    ],
  },
  {
    name: 'make views, functions, procedures, triggers and policies',
    sql: [
      'CREATE VIEW seen AS SELECT text FROM work',
      'CREATE MATERIALIZED VIEW kept AS SELECT text FROM work',
      'REFRESH MATERIALIZED VIEW kept',
      'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$',
      'CREATE TRIGGER touched BEFORE UPDATE ON work FOR EACH ROW EXECUTE FUNCTION touch()',
      "UPDATE work SET text = 'uno' WHERE text = 'one'",
      'CREATE PROCEDURE tidy() LANGUAGE sql AS $$ DELETE FROM work WHERE false $$',
      'CALL tidy()',
      'ALTER TABLE work ENABLE ROW LEVEL SECURITY',
      'CREATE POLICY everybody ON work USING (true)',
      "CREATE TYPE mood AS ENUM ('good', 'bad')",
      'CREATE DOMAIN positive AS int CHECK (VALUE > 0)',
      'CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)',
      "CREATE COLLATION mine (LOCALE = 'C')",
      'CREATE RULE nothing AS ON INSERT TO seen DO INSTEAD NOTHING',
      'CREATE STATISTICS st ON id, text FROM work',
    ],
  },
  {
    name: 'look at plans, statistics, settings and locks',
    sql: [
      'EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM work',
      'ANALYZE work',
      'VACUUM work',
      'CHECKPOINT',
      'SELECT * FROM pg_stat_activity',
      'SELECT * FROM pg_locks',
      'SELECT * FROM pg_stat_replication',
      'SELECT * FROM pg_stat_user_tables',
      'SELECT * FROM pg_settings',
      'SELECT * FROM pg_roles',
      'SELECT * FROM pg_group',
      "SELECT pg_database_size('rdb')",
      'SELECT * FROM pg_ls_waldir()',
    ],
    since: 16,
  },
  {
    name: 'choose settings of sessions and of itself',
    sql: [
      "SET work_mem = '16MB'",
      "ALTER ROLE alice SET statement_timeout = '1h'",
      'ALTER ROLE alice RESET statement_timeout',
    ],
  },
  {
    name: 'make databases and work in them',
    sql: [
      'CREATE DATABASE second',
      "ALTER DATABASE second SET work_mem = '8MB'",
      'ALTER DATABASE second RENAME TO third',
      'DROP DATABASE third',
    ],
  },
  {
    name: 'make schemas and change default rights',
    sql: [
      'CREATE SCHEMA area',
      'CREATE TABLE area.t (id int)',
      'GRANT USAGE ON SCHEMA area TO bob',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA area GRANT SELECT ON TABLES TO bob',
      'ALTER TABLE area.t SET SCHEMA public',
      'DROP TABLE public.t',
      'DROP SCHEMA area CASCADE',
    ],
  },
  {
    name: 'make, change, use and drop roles',
    sql: [
      'CREATE ROLE team',
      "CREATE ROLE member LOGIN PASSWORD 'Member-Pass-1' IN ROLE team",
      "ALTER ROLE member PASSWORD 'Member-Pass-2' CONNECTION LIMIT 5",
      'GRANT SELECT ON work TO team',
      'GRANT pg_monitor, pg_signal_backend TO member',
      'GRANT team TO alice WITH SET TRUE',
      'SET ROLE team',
      'RESET ROLE',
      'REVOKE SELECT ON work FROM team',
      'DROP ROLE member',
      'DROP ROLE team',
    ],
    since: 16,
  },
  {
    name: 'install trusted extensions',
    sql: [
      'CREATE EXTENSION pg_trgm',
      'CREATE EXTENSION "uuid-ossp"',
      'DROP EXTENSION pg_trgm',
      'DROP EXTENSION "uuid-ossp"',
      'CREATE EXTENSION hstore SCHEMA public',
      "SELECT 'a=>1'::hstore",
      'DROP EXTENSION hstore',
    ],
  },
  {
    name: 'work with large objects, cursors and copies of its own data',
    sql: [
      "SELECT lo_from_bytea(4712, 'x')",
      'SELECT lo_unlink(4712)',
      'BEGIN',
      'DECLARE c CURSOR FOR SELECT * FROM work',
      'FETCH ALL FROM c',
      'COMMIT',
      'LISTEN news',
      "NOTIFY news, 'x'",
    ],
  },
  {
    name: 'publish tables of its own',
    sql: ['CREATE PUBLICATION parts FOR TABLE work', 'DROP PUBLICATION parts'],
  },
]

/** Allowed extensions that are not trusted, as Holdfast installs them. */
export const plainExtensions = [
  'bloom',
  'dict_xsyn',
  'earthdistance',
  'intagg',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_stat_statements',
  'pgrowlocks',
  'pgstattuple',
  'sslinfo',
  'vector',
]
