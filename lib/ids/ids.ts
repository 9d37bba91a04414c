import { randomUUID } from 'node:crypto'

/** A new resource id; clients of the API require UUIDs. */
export function newId(): string {
  return randomUUID()
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for the text form of a UUID, the only form of id that the database accepts. */
export function isUuid(value: string): boolean {
  return uuidPattern.test(value)
}
