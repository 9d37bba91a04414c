import { PrismaPg } from '@prisma/adapter-pg'
import { controlDatabaseUrl } from '@/lib/env/env.ts'
import { PrismaClient } from '@/lib/generated/prisma/client.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

const globalForDatabase = globalThis as typeof globalThis & { holdfastDatabase?: PrismaClient }

/** The control database of this process; one pool however often a bundler loads this module. */
export function db(): Database {
  globalForDatabase.holdfastDatabase ??= openDatabase(controlDatabaseUrl())
  return globalForDatabase.holdfastDatabase
}

/** Opens a control database by address; the caller ends it with `$disconnect`. */
export function openDatabase(url: string): Database {
  const adapter = new PrismaPg({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000 })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 30_000 } })
}
