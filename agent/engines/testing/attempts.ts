import type { EngineName } from '@/agent/engines/driver.ts'

/** Statements by which an admin could become more than that; the server must refuse each. */
const postgresqlAttempts = [
  'ALTER USER CURRENT_USER SUPERUSER',
  'ALTER USER CURRENT_USER REPLICATION',
  'ALTER USER CURRENT_USER BYPASSRLS',
  'CREATE ROLE boss SUPERUSER',
  'CREATE ROLE copier REPLICATION',
  'CREATE ROLE passer BYPASSRLS',
  'SET ROLE _rdb_superadmin',
  'SET SESSION AUTHORIZATION _rdb_superadmin',
  "ALTER ROLE _rdb_superadmin PASSWORD 'Taken-1234'",
  'ALTER ROLE _rdb_superadmin NOLOGIN',
  'DROP ROLE _rdb_superadmin',
  'GRANT _rdb_superadmin TO CURRENT_USER',
  'GRANT _rdb_admin TO pg_monitor',
  'ALTER ROLE _rdb_admin SUPERUSER',
  'DROP ROLE _rdb_admin',
  'CREATE ROLE _rdb_backup',
  'ALTER ROLE _rdb_backup LOGIN',
  'GRANT _rdb_replication TO CURRENT_USER',
  'GRANT pg_execute_server_program TO CURRENT_USER',
  'GRANT pg_read_server_files TO CURRENT_USER',
  'GRANT pg_write_server_files TO CURRENT_USER',
  'CREATE ROLE helper IN ROLE pg_execute_server_program',
  'CREATE ROLE owned ADMIN _rdb_superadmin IN ROLE _rdb_superadmin',
  "COPY (SELECT 1) TO PROGRAM 'true'",
  "COPY (SELECT 1) TO '/tmp/holdfast-escape'",
  "SELECT pg_read_file('/etc/passwd')",
  "SELECT pg_read_file('postgresql.conf')",
  "SELECT pg_ls_dir('.')",
  "SELECT lo_import('/etc/passwd')",
  'ALTER SYSTEM SET max_connections = 5',
  'SELECT pg_reload_conf()',
  'SELECT rolpassword FROM pg_authid',
  'SELECT passwd FROM pg_shadow',
  "SET session_preload_libraries = 'x'",
  'SET log_statement = none',
  "LOAD '/tmp/x.so'",
  "CREATE FUNCTION f() RETURNS int LANGUAGE c AS '/tmp/x.so'",
  'CREATE EXTENSION file_fdw',
  'CREATE EXTENSION adminpack',
  'CREATE EXTENSION dblink',
  'UPDATE pg_authid SET rolsuper = true',
  'ALTER DATABASE rdb OWNER TO CURRENT_USER',
  'DROP DATABASE rdb',
  'ALTER DATABASE rdb SET search_path = x',
  "SELECT pg_create_physical_replication_slot('x')",
  'SELECT pg_switch_wal()',
  "SELECT set_config('role', '_rdb_superadmin', false)",
  'CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION pg_catalog.now()',
] as const

const mysqlAttempts = [
  'SELECT * FROM mysql.user',
  "UPDATE mysql.user SET user = 'x'",
  'CREATE TABLE mysql.t (a int)',
  'DROP TABLE sys.sys_config',
  "ALTER USER '_rdb_superadmin'@'127.0.0.1' IDENTIFIED BY 'Taken-1234'",
  "SET PASSWORD FOR '_rdb_superadmin'@'127.0.0.1' = 'Taken-1234'",
  "DROP USER '_rdb_superadmin'@'127.0.0.1'",
  "RENAME USER '_rdb_superadmin'@'127.0.0.1' TO 'a'@'%'",
  "ALTER USER 'mysql.session'@'localhost' ACCOUNT UNLOCK",
  "ALTER USER 'mysql.infoschema'@'localhost' ACCOUNT UNLOCK",
  "ALTER USER 'mysql.sys'@'localhost' ACCOUNT UNLOCK",
  "GRANT '_rdb_superadmin'@'127.0.0.1' TO CURRENT_USER()",
  "CREATE USER helper DEFAULT ROLE '_rdb_superadmin'@'127.0.0.1'",
  "GRANT PROXY ON '_rdb_superadmin'@'127.0.0.1' TO CURRENT_USER()",
  'GRANT ALL ON *.* TO CURRENT_USER()',
  'GRANT SUPER ON *.* TO CURRENT_USER()',
  'GRANT FILE ON *.* TO CURRENT_USER()',
  'GRANT SYSTEM_USER ON *.* TO CURRENT_USER()',
  'GRANT ROLE_ADMIN ON *.* TO CURRENT_USER()',
  'GRANT SELECT ON mysql.* TO CURRENT_USER()',
  'GRANT INSERT ON mysql.user TO CURRENT_USER()',
  "SELECT 1 INTO OUTFILE '/tmp/holdfast-escape'",
  "LOAD DATA INFILE '/etc/passwd' INTO TABLE own",
  "CREATE TABLE outside (a int) DATA DIRECTORY = '/tmp'",
  "CREATE TABLESPACE ts ADD DATAFILE 'x.ibd'",
  "INSTALL COMPONENT 'file://component_validate_password'",
  "INSTALL PLUGIN clone SONAME 'mysql_clone.so'",
  "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'",
  "CREATE DEFINER = '_rdb_superadmin'@'127.0.0.1' PROCEDURE p() SELECT 1",
  "CREATE DEFINER = 'mysql.session'@'localhost' PROCEDURE p() SELECT 1",
  'SET GLOBAL max_connections = 5',
  'SET PERSIST max_connections = 5',
  "SET PERSIST_ONLY secure_file_priv = '/'",
  'SET sql_log_bin = OFF',
  'SET GLOBAL super_read_only = ON',
  'SHUTDOWN',
  'RESTART',
  'FLUSH PRIVILEGES',
  'RESET BINARY LOGS AND GTIDS',
  "PURGE BINARY LOGS TO 'binlog.000001'",
  'LOCK INSTANCE FOR BACKUP',
  'ALTER INSTANCE DISABLE INNODB REDO_LOG',
  'ALTER INSTANCE RELOAD TLS',
  "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'x')",
] as const

/** By what else than a lack of rights the server refuses; releases differ. */
const otherRefusals: Readonly<Record<string, readonly string[]>> = {
  // Already switched off from 17 on; the extension was dropped with 17.
  'ALTER SYSTEM SET max_connections = 5': ['42501', '0A000'],
  'CREATE EXTENSION adminpack': ['42501', '0A000'],
  'CREATE ROLE _rdb_backup': ['42501', '42710'],
  "SET PASSWORD FOR '_rdb_superadmin'@'127.0.0.1' = 'Taken-1234'": ['1044'],
  "GRANT PROXY ON '_rdb_superadmin'@'127.0.0.1' TO CURRENT_USER()": ['1698'],
  "SET PERSIST_ONLY secure_file_priv = '/'": ['1238'],
}

/** MySQL's access denied: for a database, an account, a table, and a privilege of the server. */
const mysqlDenials = ['1044', '1045', '1142', '1227']
/** PostgreSQL's insufficient_privilege. */
const postgresqlDenials = ['42501']

/** Each attempt with the codes of which one must be the server's answer. */
export function escapeAttempts(engine: EngineName): [string, readonly string[]][] {
  const [attempts, denials] =
    engine === 'mysql' ? [mysqlAttempts, mysqlDenials] : [postgresqlAttempts, postgresqlDenials]
  return attempts.map((attempt) => [attempt, otherRefusals[attempt] ?? denials])
}
