/** An extension that may be installed, with what it takes. */
export interface AllowedExtension {
  /** As SQL names it. */
  name: string
  description: string
  /** The setting that must be on, and be so in the running engine, before it is installed. */
  neededSetting?: string
  /** Already loaded into every node when it starts. */
  isPreloaded?: true
  /** The first major version for which it may not be installed, and why, as a sentence. */
  withheld?: { since: number; because: string }
  /** Extensions that are installed together with it. */
  requires?: readonly string[]
}

const allowed = (
  name: string,
  description: string,
  needs: Omit<AllowedExtension, 'name' | 'description'> = {},
): AllowedExtension => ({ name, description, ...needs })

/**
 * Extensions of PostgreSQL that may be installed where the engine pack has them: the model's list as
 * far as packs go, and those that PostgreSQL trusts anyway. None reads or writes files of the
 * server, runs programs, or shows other users' data; see docs/adr/0005.
 */
export const allowedExtensions: readonly AllowedExtension[] = [
  allowed('bloom', 'Index that tests many columns at once, by signatures'),
  allowed('btree_gin', 'Common data types in GIN indexes'),
  allowed('btree_gist', 'Common data types in GiST indexes'),
  allowed('citext', 'Text whose letter case does not count'),
  allowed('cube', 'Multidimensional cubes'),
  allowed('dblink', 'Queries on other PostgreSQL databases', {
    withheld: {
      since: 18,
      because:
        'From PostgreSQL 18 on a connection string can make the server write files of its choice. Use postgres_fdw, which refuses that.',
    },
  }),
  allowed('dict_int', 'Text search dictionary for integers'),
  allowed('dict_xsyn', 'Text search dictionary for synonyms'),
  allowed('earthdistance', 'Distances on the surface of the Earth', { requires: ['cube'] }),
  allowed('fuzzystrmatch', 'Similarity of strings by sound and by edits'),
  allowed('hstore', 'Sets of key and value in one column'),
  allowed('intagg', 'Aggregates of integers, obsolete'),
  allowed('intarray', 'Functions and indexes for arrays of integers'),
  allowed('isn', 'Product numbers such as ISBN and EAN'),
  allowed('lo', 'Triggers that remove large objects nobody refers to'),
  allowed('ltree', 'Labels of a tree'),
  allowed('pg_buffercache', 'What is in the buffer cache; for members of pg_monitor'),
  allowed('pg_freespacemap', 'Free space in tables; for members of pg_stat_scan_tables'),
  allowed('pg_prewarm', 'Loads tables into memory'),
  allowed('pg_stat_statements', 'Statistics of statements', { isPreloaded: true }),
  allowed('pg_trgm', 'Similarity of texts by trigrams, with indexes'),
  allowed('pg_visibility', 'Visibility of pages; for members of pg_stat_scan_tables'),
  allowed('pgaudit', 'Log of what was read and changed', { neededSetting: 'rdb.enable_pgaudit' }),
  allowed('pgcrypto', 'Hashes, encryption and random data'),
  allowed('pgrowlocks', 'Locks of rows; for members of pg_stat_scan_tables'),
  allowed('pgstattuple', 'Dead rows and free space; for members of pg_stat_scan_tables'),
  allowed('postgres_fdw', 'Tables of other PostgreSQL servers'),
  allowed('seg', 'Intervals of numbers'),
  allowed('sslinfo', 'The TLS connection of the session'),
  allowed('tablefunc', 'Whole tables from functions, crosstab among them'),
  allowed('tcn', 'Notifications about changed rows'),
  allowed('tsm_system_rows', 'Samples of a table by number of rows'),
  allowed('tsm_system_time', 'Samples of a table by time'),
  allowed('unaccent', 'Text search without accents'),
  allowed('uuid-ossp', 'UUIDs of several kinds'),
  allowed('vector', 'Vectors and indexes for their nearest neighbours (pgvector)'),
]

/** The entry of an extension; null when it may not be installed. */
export function findAllowedExtension(name: string): AllowedExtension | null {
  return allowedExtensions.find((extension) => extension.name === name) ?? null
}
