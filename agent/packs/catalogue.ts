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
  /** Extensions that the archive has only as source for this version. */
  built: readonly BuiltExtension[]
}

/**
 * An extension compiled from the archive's source package, with a compiler and headers of the suite
 * that the pack itself comes from, so that it fits the pack's libraries on every machine.
 */
export interface BuiltExtension {
  name: string
  label: string
  sourcePackage: string
  sourceSuite: string
  /** Folder in the source that holds the C files, and the one that holds the SQL files. */
  codeDir: string
  sqlDir: string
  /** The SQL file that becomes the script of the control file's default version. */
  installScript: string
  compilerFlags: readonly string[]
  toolchain: {
    suite: string
    compiler: string
    packages: readonly string[]
    /** Dependencies of the packages that compiling C does not need. */
    spared: readonly string[]
  }
}

const vectorFor15: BuiltExtension = {
  name: 'vector',
  label: 'pgvector for PostgreSQL 15',
  sourcePackage: 'pgvector',
  sourceSuite: 'trixie',
  codeDir: 'src',
  sqlDir: 'sql',
  installScript: 'sql/vector.sql',
  // PostgreSQL's own flags, then those of pgvector's Makefile without -march=native.
  compilerFlags: [
    '-O2',
    '-fPIC',
    '-fno-strict-aliasing',
    '-fwrapv',
    '-fexcess-precision=standard',
    '-D_GNU_SOURCE',
    '-ftree-vectorize',
    '-fassociative-math',
    '-fno-signed-zeros',
    '-fno-trapping-math',
  ],
  toolchain: {
    suite: 'bookworm',
    compiler: 'gcc-12',
    packages: ['gcc-12', 'libc6-dev', 'postgresql-server-dev-15'],
    spared: [
      'clang-14',
      'libasan8',
      'libcc1-0',
      'libcrypt-dev',
      'libgomp1',
      'libgprofng0',
      'libitm1',
      'liblsan0',
      'libnsl-dev',
      'libpq-dev',
      'libquadmath0',
      'libtirpc-dev',
      'libtsan2',
      'libubsan1',
      'llvm-14-dev',
      'postgresql-client-15',
      'rpcsvc-proto',
    ],
  },
}

const packageOfExtension: Readonly<Record<string, string>> = {
  pgaudit: 'pgaudit',
  vector: 'pgvector',
}

export const wantedPacks: readonly PackWanted[] = [
  postgresql('15', ['bookworm'], ['pgaudit'], [vectorFor15]),
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
    built: [],
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
    built: [],
  },
]

function postgresql(
  version: string,
  suites: readonly string[],
  extensions: readonly string[],
  built: readonly BuiltExtension[] = [],
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
    built,
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
