import type { LogicalDatabase } from '@/lib/generated/prisma/client.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import type { InstanceRow } from '@/lib/instances/resource.ts'
import type { DatabaseDto } from './schema.ts'
import { toInsideStatus } from './state.ts'

/** Turns a row into what console and API show. */
export function toDatabaseDto(row: LogicalDatabase, instance: InstanceRow): DatabaseDto {
  return {
    name: row.name,
    owner: row.owner,
    sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
    isManaged: row.isManaged,
    isDefault: row.name === engineOf(instance.engine).defaultDatabase,
    exists: row.sizeBytes !== null,
    status: toInsideStatus(row.status),
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
  }
}
