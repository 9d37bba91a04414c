import { Prisma } from '@/lib/generated/prisma/client.ts'

/** True when the write broke a unique index (Prisma P2002, or a raw 23505 of PostgreSQL). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
