import { refusedWith, type Attempt } from '@/agent/engines/testing/restrictions/attempt.ts'

const holdfast = "'_rdb_superadmin'@'127.0.0.1'"

/** Privileges of the server that admins must not get; by these one is more than an admin. */
const dynamicPrivileges = [
  'ALLOW_NONEXISTENT_DEFINER',
  'APPLICATION_PASSWORD_ADMIN',
  'AUDIT_ABORT_EXEMPT',
  'AUTHENTICATION_POLICY_ADMIN',
  'BACKUP_ADMIN',
  'BINLOG_ADMIN',
  'BINLOG_ENCRYPTION_ADMIN',
  'CLONE_ADMIN',
  'CONNECTION_ADMIN',
  'ENCRYPTION_KEY_ADMIN',
  'FIREWALL_EXEMPT',
  'FLUSH_OPTIMIZER_COSTS',
  'FLUSH_PRIVILEGES',
  'GROUP_REPLICATION_ADMIN',
  'GROUP_REPLICATION_STREAM',
  'INNODB_REDO_LOG_ARCHIVE',
  'INNODB_REDO_LOG_ENABLE',
  'OPTIMIZE_LOCAL_TABLE',
  'PASSWORDLESS_USER_ADMIN',
  'PERSIST_RO_VARIABLES_ADMIN',
  'REPLICATION_APPLIER',
  'REPLICATION_SLAVE_ADMIN',
  'RESOURCE_GROUP_ADMIN',
  'RESOURCE_GROUP_USER',
  'ROLE_ADMIN',
  'SENSITIVE_VARIABLES_OBSERVER',
  'SERVICE_CONNECTION_ADMIN',
  'SESSION_VARIABLES_ADMIN',
  'SET_ANY_DEFINER',
  'SYSTEM_USER',
  'SYSTEM_VARIABLES_ADMIN',
  'TABLE_ENCRYPTION_ADMIN',
  'TELEMETRY_LOG_ADMIN',
  'TRANSACTION_GTID_TAG',
  'XA_RECOVER_ADMIN',
] as const

const staticPrivileges = [
  'CREATE TABLESPACE',
  'FILE',
  'RELOAD',
  'REPLICATION SLAVE',
  'SHUTDOWN',
  'SUPER',
] as const

const granted = ([...dynamicPrivileges, ...staticPrivileges] as const).flatMap(
  (privilege): [string, string][] => [
    [`get ${privilege}`, `GRANT ${privilege} ON *.* TO CURRENT_USER()`],
    [`give ${privilege} to another`, `GRANT ${privilege} ON *.* TO bob`],
  ],
)

/** Attempts on accounts, Holdfast's and the server's, and on rights. */
export const mysqlAccountAttempts: readonly Attempt[] = [
  ...refusedWith(['1045', '1227'], granted),
  ...refusedWith(
    ['1044', '1045', '1142', '1227', '1396', '3523'],
    [
      ['get every right', 'GRANT ALL ON *.* TO CURRENT_USER()'],
      ['give every right', 'GRANT ALL ON *.* TO bob WITH GRANT OPTION'],
      ['read the accounts by a grant', 'GRANT SELECT ON mysql.* TO CURRENT_USER()'],
      ['read one table of accounts by a grant', 'GRANT SELECT ON mysql.user TO CURRENT_USER()'],
      ['read one column of accounts', 'GRANT SELECT (user) ON mysql.user TO CURRENT_USER()'],
      ['write the accounts by a grant to another', 'GRANT INSERT ON mysql.user TO bob'],
      ['write sys by a grant', 'GRANT INSERT ON sys.* TO CURRENT_USER()'],
      ['write measurements by a grant', 'GRANT UPDATE ON performance_schema.* TO CURRENT_USER()'],
      [
        'give what is withheld to a role',
        'CREATE ROLE IF NOT EXISTS ladder',
        'GRANT SELECT ON mysql.* TO ladder',
      ],
      [
        'grant as somebody with more rights',
        `GRANT SELECT ON *.* TO bob AS ${holdfast} WITH ROLE ALL`,
      ],
      ['set the password of Holdfast', `ALTER USER ${holdfast} IDENTIFIED BY 'Taken-1234'`],
      ['set the password of Holdfast otherwise', `SET PASSWORD FOR ${holdfast} = 'Taken-1234'`],
      ['lock Holdfast', `ALTER USER ${holdfast} ACCOUNT LOCK`],
      ['let Holdfast expire', `ALTER USER ${holdfast} PASSWORD EXPIRE`],
      ['take the connections of Holdfast', `ALTER USER ${holdfast} WITH MAX_USER_CONNECTIONS 1`],
      ['discard the old password of Holdfast', `ALTER USER ${holdfast} DISCARD OLD PASSWORD`],
      ['let Holdfast do without TLS', `ALTER USER ${holdfast} REQUIRE NONE`],
      ['comment on Holdfast', `ALTER USER ${holdfast} COMMENT 'mine'`],
      ['take a right from Holdfast', `REVOKE SELECT ON *.* FROM ${holdfast}`],
      ['take a right of one schema from Holdfast', `REVOKE SELECT ON rdb.* FROM ${holdfast}`],
      ['take every right from Holdfast', `REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${holdfast}`],
      ['give Holdfast a right', `GRANT SELECT ON rdb.* TO ${holdfast}`],
      ['give Holdfast a role by default', `SET DEFAULT ROLE ALL TO ${holdfast}`],
      ['drop Holdfast', `DROP USER ${holdfast}`],
      ['rename Holdfast', `RENAME USER ${holdfast} TO 'a'@'%'`],
      ['rename oneself to Holdfast', `RENAME USER 'bob'@'%' TO ${holdfast}`],
      ['make Holdfast anew', `CREATE USER ${holdfast} IDENTIFIED BY 'Taken-1234'`],
      ['take Holdfast as a role', `GRANT ${holdfast} TO CURRENT_USER()`],
      ['make an account with Holdfast as its role', `CREATE USER h DEFAULT ROLE ${holdfast}`],
      ['set Holdfast as the role', `SET ROLE ${holdfast}`],
      ['pass for Holdfast', `GRANT PROXY ON ${holdfast} TO CURRENT_USER()`],
      ['let everybody pass for Holdfast', `GRANT PROXY ON ${holdfast} TO ''@''`],
      ['let everybody pass for anybody', "GRANT PROXY ON ''@'' TO bob"],
      ["unlock the server's session", "ALTER USER 'mysql.session'@'localhost' ACCOUNT UNLOCK"],
      ["unlock the server's own user", "ALTER USER 'mysql.sys'@'localhost' ACCOUNT UNLOCK"],
      [
        "unlock the server's information",
        "ALTER USER 'mysql.infoschema'@'localhost' ACCOUNT UNLOCK",
      ],
      ["drop the server's session", "DROP USER 'mysql.session'@'localhost'"],
      ['hand on a role', 'CREATE ROLE IF NOT EXISTS ladder', 'GRANT ladder TO CURRENT_USER()'],
      ['see how Holdfast signs in', `SHOW CREATE USER ${holdfast}`],
      ['see what Holdfast may', `SHOW GRANTS FOR ${holdfast}`],
      ['read the grants again', 'FLUSH PRIVILEGES'],
    ],
  ).map((attempt) => ({ ...attempt, codes: [...attempt.codes, '1698', '3530', '3836', '3892'] })),
  ...refusedWith(
    ['1227'],
    [
      ['define a routine as Holdfast', `CREATE DEFINER = ${holdfast} PROCEDURE p() SELECT 1`],
      [
        'define a function as Holdfast',
        `CREATE DEFINER = ${holdfast} FUNCTION f() RETURNS int RETURN 1`,
      ],
      ['define a view as Holdfast', `CREATE DEFINER = ${holdfast} VIEW v AS SELECT 1`],
      [
        'define a trigger as Holdfast',
        `CREATE DEFINER = ${holdfast} TRIGGER t BEFORE INSERT ON notes FOR EACH ROW SET @a = 1`,
      ],
      [
        'define an event as Holdfast',
        `CREATE DEFINER = ${holdfast} EVENT e ON SCHEDULE EVERY 1 SECOND DO SELECT 1`,
      ],
      ['hand an event to Holdfast', `ALTER DEFINER = ${holdfast} EVENT tick ENABLE`],
      ['hand a view to Holdfast', `ALTER DEFINER = ${holdfast} VIEW seen AS SELECT 2`],
      [
        'define a routine as the server',
        "CREATE DEFINER = 'mysql.session'@'localhost' PROCEDURE p() SELECT 1",
      ],
      ['define a routine as another user', "CREATE DEFINER = 'bob'@'%' PROCEDURE p() SELECT 1"],
      ['define a routine as nobody', "CREATE DEFINER = 'nobody'@'%' PROCEDURE p() SELECT 1"],
      [
        'define a routine as who passes for Holdfast',
        "CREATE DEFINER = '_rdb_superadmin'@'%' PROCEDURE p() SELECT 1",
      ],
    ],
  ),
]
