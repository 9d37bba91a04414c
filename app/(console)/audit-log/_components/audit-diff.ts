import type { AuditValue } from '@/lib/audit/schema.ts'

export interface AuditChange {
  /** Path of the field, with points between its parts. */
  field: string
  /** Null where the field was not there. */
  before: string | null
  after: string | null
}

type Fields = Map<string, string>

function isRecord(value: AuditValue): value is { readonly [key: string]: AuditValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: AuditValue): string {
  if (value === null) return 'none'
  if (typeof value === 'string') return value === '' ? 'empty' : value
  if (Array.isArray(value)) {
    const isFlat = value.every((entry: AuditValue) => typeof entry !== 'object' || entry === null)
    if (value.length === 0) return 'empty'
    return isFlat ? value.map(shown).join(', ') : JSON.stringify(value, null, 2)
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function collect(value: AuditValue, path: string, fields: Fields): void {
  if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) {
      collect(inner, path === '' ? key : `${path}.${key}`, fields)
    }
  } else if (path !== '' || value !== null) fields.set(path === '' ? 'value' : path, shown(value))
}

/** What an entry says of before and after, field by field; what stayed the same comes last. */
export function changesOf(before: AuditValue, after: AuditValue): AuditChange[] {
  const old: Fields = new Map()
  const current: Fields = new Map()
  collect(before, '', old)
  collect(after, '', current)
  const changes = [...new Set([...old.keys(), ...current.keys()])].map((field) => ({
    field,
    before: old.get(field) ?? null,
    after: current.get(field) ?? null,
  }))
  const isSame = ({ before: left, after: right }: AuditChange) => left === right
  return [...changes.filter((change) => !isSame(change)), ...changes.filter(isSame)]
}
