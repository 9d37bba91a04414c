import type { Database, Transaction } from '@/lib/db/db.ts'
import { collectInside } from './collect-inside.ts'
import { collectPeople } from './collect-people.ts'
import type { CollectedItem } from './item.ts'

/** Every piece of access in the organization: of people and programs, and inside its instances. */
export async function collectItems(
  database: Database | Transaction,
  organizationId: string,
): Promise<CollectedItem[]> {
  const [people, inside] = await Promise.all([
    collectPeople(database, organizationId),
    collectInside(database, organizationId),
  ])
  return [...people, ...inside]
}
