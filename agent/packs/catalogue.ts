import type { PackProduct } from '@/agent/packs/pack.ts'

/** What Holdfast wants of one product and series, and where Debian's archive has it. */
export interface PackWanted {
  /** Names the pack before its exact release is known; also its lock and download folder. */
  key: string
  product: PackProduct
  /** The series that users see, or the oldest acceptable one where the newest is taken. */
  version: string
  label: string
  /** `exact`: only this series will do; `at-least`: this series or a newer one. */
  match: 'exact' | 'at-least'
  /** Suites in the order of preference; the first that offers `packages[0]` is used. */
  suites: readonly string[]
  /** Debian packages; the first one's version is the pack's release. */
  packages: readonly string[]
  /** Extensions beyond PostgreSQL's own that a pack of the archive must hold. */
  extensions: readonly string[]
  /** Extensions that Holdfast offers elsewhere but the archive does not have for this version. */
  missingInArchive: readonly string[]
}

const packageOfExtension: Readonly<Record<string, string>> = {
  pgaudit: 'pgaudit',
  vector: 'pgvector',
}

export const wantedPacks: readonly PackWanted[] = [
  postgresql('15', ['bookworm'], ['pgaudit']),
  postgresql('17', ['trixie'], ['pgaudit', 'vector']),
  postgresql('18', ['forky', 'sid'], ['pgaudit', 'vector']),
  {
    key: 'mysql',
    product: 'mysql',
    version: '9.7',
    label: 'MySQL',
    match: 'at-least',
    suites: ['sid'],
    packages: ['mysql-server-core', 'mysql-client-core'],
    extensions: [],
    missingInArchive: [],
  },
  {
    key: 'haproxy',
    product: 'haproxy',
    // 3.0 leaves client sessions hanging when a server is marked down with shutdown-sessions.
    version: '3.2',
    label: 'HAProxy',
    match: 'at-least',
    suites: ['forky', 'sid'],
    packages: ['haproxy'],
    extensions: [],
    missingInArchive: [],
  },
]

function postgresql(
  version: string,
  suites: readonly string[],
  extensions: readonly string[],
): PackWanted {
  const main = `postgresql-${version}`
  return {
    key: main,
    product: 'postgresql',
    version,
    label: `PostgreSQL ${version}`,
    match: 'exact',
    suites,
    packages: [
      main,
      `postgresql-client-${version}`,
      ...extensions.map((name) => `${main}-${packageOfExtension[name] ?? name}`),
      // Carries the C.UTF-8 locale for machines that have none.
      'libc-bin',
    ],
    extensions,
    missingInArchive: Object.keys(packageOfExtension).filter((name) => !extensions.includes(name)),
  }
}

/** The contrib extensions that every PostgreSQL pack must hold; part of PostgreSQL since before 15. */
export const contribExtensions: readonly string[] = [
  'amcheck',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dblink',
  'hstore',
  'isn',
  'ltree',
  'pg_buffercache',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_trgm',
  'pg_visibility',
  'pg_walinspect',
  'pgcrypto',
  'pgrowlocks',
  'pgstattuple',
  'postgres_fdw',
  'tablefunc',
  'unaccent',
  'uuid-ossp',
]

/** Programs that a pack must hold, by product; a pack without one of them is not used. */
export const requiredPrograms: Readonly<Record<PackProduct, readonly string[]>> = {
  postgresql: [
    'initdb',
    'postgres',
    'pg_ctl',
    'pg_amcheck',
    'pg_basebackup',
    'pg_checksums',
    'pg_controldata',
    'pg_dump',
    'pg_dumpall',
    'pg_isready',
    'pg_receivewal',
    'pg_resetwal',
    'pg_restore',
    'pg_rewind',
    'pg_upgrade',
    'pg_verifybackup',
    'pg_waldump',
    'pgbench',
    'psql',
    'vacuumdb',
  ],
  mysql: ['mysqld', 'mysql', 'mysqladmin', 'mysqlbinlog', 'mysqldump'],
  haproxy: ['haproxy'],
}

/** Programs that are offered where a version has them: `pg_combinebackup` exists from 17 on. */
export const optionalPrograms: Readonly<Record<PackProduct, readonly string[]>> = {
  postgresql: [
    'pg_archivecleanup',
    'pg_combinebackup',
    'pg_createsubscriber',
    'pg_recvlogical',
    'pg_walsummary',
    'reindexdb',
  ],
  mysql: ['mysqlcheck', 'mysqlimport', 'mysqlshow', 'mysqlslap', 'mysql_tzinfo_to_sql', 'ibd2sdi'],
  haproxy: [],
}

/** The program whose version is the pack's release, and the argument that prints it. */
export const mainProgram: Readonly<Record<PackProduct, { name: string; versionArgument: string }>> =
  {
    postgresql: { name: 'postgres', versionArgument: '--version' },
    mysql: { name: 'mysqld', versionArgument: '--version' },
    haproxy: { name: 'haproxy', versionArgument: '-v' },
  }
