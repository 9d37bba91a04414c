import { secretBox } from '@/lib/crypto/installation.ts'
import { db, type Database, type Transaction } from '@/lib/db/db.ts'

/** Names of the secrets that the agent keeps, by what they belong to. */
export const secretNames = {
  superuserPassword: 'superuser-password',
  certificateKey: 'certificate-key',
} as const

/** Opens a stored secret; null when there is none. */
export async function readSecret(ownerId: string, name: string): Promise<string | null> {
  const row = await db().secret.findUnique({ where: { ownerId_name: { ownerId, name } } })
  if (!row) return null
  const box = await secretBox()
  return box.open(row.sealed, `${ownerId}/${name}`)
}

/** Seals and stores a secret in place of an older one. */
export async function writeSecret(
  database: Database | Transaction,
  ownerId: string,
  name: string,
  plaintext: string,
): Promise<void> {
  const box = await secretBox()
  const sealed = box.seal(plaintext, `${ownerId}/${name}`)
  await database.secret.upsert({
    where: { ownerId_name: { ownerId, name } },
    create: { ownerId, name, sealed },
    update: { sealed },
  })
}

/** Forgets one secret; harmless when there is none. */
export async function deleteSecret(ownerId: string, name: string): Promise<void> {
  await db().secret.deleteMany({ where: { ownerId, name } })
}
