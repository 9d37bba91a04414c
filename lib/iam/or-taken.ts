import type { AppError } from '@/lib/core/errors.ts'
import { isUniqueViolation } from '@/lib/db/errors.ts'

/** What two writers at once would see as a broken unique index, as the failure that it stands for. */
export async function orTaken<T>(write: Promise<T>, taken: () => AppError): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (isUniqueViolation(error)) throw taken()
    throw error
  }
}
