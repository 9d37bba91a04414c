import { engineFacts, type EngineName } from '@/lib/instances/engines.ts'

const reserved: Readonly<Record<EngineName, readonly string[]>> = {
  postgresql: ['postgres', 'template0', 'template1'],
  mysql: ['mysql', 'sys', 'performance_schema', 'information_schema', 'ndbinfo'],
}

const mostBytes = 63
const mostCharacters = 64

/**
 * Why a database name is refused on an engine; null when it is fine. PostgreSQL cuts names after
 * 63 bytes, MySQL knows 64 characters of the basic plane; what addresses of the API cannot carry
 * unencoded, as its clients send it, is refused on both.
 */
export function whyDatabaseNameIsRefused(name: string, engine: EngineName): string | null {
  const { label } = engineFacts[engine]
  if (name.trim() === '') return 'Enter a name.'
  if (/^\s|\s$/u.test(name)) return 'A name has no spaces at its start or end.'
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(name)) return 'Use visible characters only.'
  if (/[/\\?#%]/.test(name)) return 'A name cannot have / \\ ? # or %.'
  if (/^\.+$/.test(name)) return 'A name needs more than dots.'
  const lengthRefusal = engine === 'mysql' ? whyNotInMysql(name) : whyNotInPostgresql(name)
  if (lengthRefusal !== null) return lengthRefusal
  const lower = name.toLowerCase()
  if (reserved[engine].includes(lower)) return `The name ${name} belongs to ${label} itself.`
  if (lower.startsWith('_rdb')) return 'Names that start with _rdb are reserved.'
  if (engine === 'postgresql' && lower.startsWith('pg_')) {
    return 'Names that start with pg_ are reserved.'
  }
  return null
}

function whyNotInPostgresql(name: string): string | null {
  const bytes = new TextEncoder().encode(name).length
  if (bytes <= mostBytes) return null
  const inBytes = bytes === name.length ? 'characters' : 'bytes in UTF-8; this one has more'
  return `A PostgreSQL database name has at most ${String(mostBytes)} ${inBytes}.`
}

function whyNotInMysql(name: string): string | null {
  if (/[\u{10000}-\u{10ffff}]/u.test(name)) {
    return 'MySQL names cannot have emoji or other characters beyond the basic plane.'
  }
  if (name.includes('.')) return 'A MySQL database name cannot have a dot.'
  return name.length > mostCharacters
    ? `A MySQL database name has at most ${String(mostCharacters)} characters.`
    : null
}
