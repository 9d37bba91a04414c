import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@/lib/core/errors.ts'
import { db } from '@/lib/db/db.ts'

const windowSeconds = 15 * 60

interface Limits {
  byAccount: RateLimiterPrisma
  byAddress: RateLimiterPrisma
}

let limits: Limits | undefined

function limiters(): Limits {
  const store = { storeClient: db(), tableName: 'signInThrottle', duration: windowSeconds }
  limits ??= {
    byAccount: new RateLimiterPrisma({ ...store, keyPrefix: 'account', points: 10 }),
    byAddress: new RateLimiterPrisma({ ...store, keyPrefix: 'address', points: 100 }),
  }
  return limits
}

/**
 * Counts an attempt to sign in, before the password is looked at, so that attempts at once are all
 * counted. Throws `too_many_requests` past 10 failures a quarter of an hour for one account from
 * one address, or 100 from one address.
 */
export async function countSignInAttempt(email: string, address: string): Promise<void> {
  const { byAccount, byAddress } = limiters()
  try {
    await byAddress.consume(address)
    await byAccount.consume(`${address} ${email}`)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const seconds = Math.ceil(error.msBeforeNext / 1000)
    const minutes = Math.max(1, Math.ceil(seconds / 60))
    throw new AppError(
      'too_many_requests',
      `Too many attempts. Try again in ${String(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}.`,
      { kind: 'retry_after', seconds },
    )
  }
}

/** Forgets the failures of an account after it signed in. */
export async function forgetSignInAttempts(email: string, address: string): Promise<void> {
  await limiters().byAccount.delete(`${address} ${email}`)
}
