import { z } from 'zod'
import { toInsideStatus } from '@/lib/databases/state.ts'
import { secretBox } from '@/lib/crypto/installation.ts'
import type { Transaction } from '@/lib/db/db.ts'
import type { DatabaseUser } from '@/lib/generated/prisma/client.ts'
import type { InstanceRow } from '@/lib/instances/resource.ts'
import { passwordSecret } from './secret.ts'
import type { UserDto } from './schema.ts'

const ownedSchema = z.array(z.object({ database: z.string(), kind: z.string(), count: z.number() }))

/** Turns a row into what console and API show. */
export function toUserDto(row: DatabaseUser, instance: InstanceRow): UserDto {
  return {
    name: row.name,
    isAdmin: row.isAdmin,
    isManaged: row.isManaged,
    isInitial: row.name === instance.initialUserName,
    connectionLimit: row.connectionLimit,
    requiresClientCertificate: row.requiresClientCertificate,
    exists: row.observedGeneration > 0 || !row.isManaged,
    ownedObjects: ownedSchema.parse(row.ownedObjects),
    status: toInsideStatus(row.status),
    failure: row.failure,
    passwordChangedAt: row.passwordChangedAt?.toISOString() ?? null,
    lastConnectedAt: row.lastConnectedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    generation: row.generation,
    observedGeneration: row.observedGeneration,
  }
}

/** Leaves a new password for the agent, which forgets it once the engine has it. */
export async function leavePassword(
  tx: Transaction,
  instanceId: string,
  user: string,
  password: string,
): Promise<void> {
  const { ownerId, name } = passwordSecret(instanceId, user)
  const box = await secretBox()
  const sealed = box.seal(password, `${ownerId}/${name}`)
  await tx.secret.upsert({
    where: { ownerId_name: { ownerId, name } },
    create: { ownerId, name, sealed },
    update: { sealed },
  })
}
