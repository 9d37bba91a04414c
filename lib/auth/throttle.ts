import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@/lib/core/errors.ts'
import { db } from '@/lib/db/db.ts'
import { addressKey } from './address-key.ts'

const windowSeconds = 15 * 60
const everywhereSeconds = 60 * 60

interface Limits {
  byAccount: RateLimiterPrisma
  byAddress: RateLimiterPrisma
  byAccountEverywhere: RateLimiterPrisma
}

let limits: Limits | undefined

function limiters(): Limits {
  const store = { storeClient: db(), tableName: 'signInThrottle', duration: windowSeconds }
  limits ??= {
    byAccount: new RateLimiterPrisma({ ...store, keyPrefix: 'account', points: 10 }),
    byAddress: new RateLimiterPrisma({ ...store, keyPrefix: 'address', points: 100 }),
    // Above what one address may try in that time, so that one alone cannot lock a member out.
    byAccountEverywhere: new RateLimiterPrisma({
      ...store,
      keyPrefix: 'everywhere',
      points: 100,
      duration: everywhereSeconds,
    }),
  }
  return limits
}

/**
 * Counts an attempt to sign in, before the password is looked at, so that attempts at once are all
 * counted. Throws `too_many_requests` past 10 failures a quarter of an hour for one account from
 * one address, 100 from one address, or 100 an hour for one account from anywhere. An IPv6 address
 * stands for its /64.
 */
export async function countSignInAttempt(email: string, address: string): Promise<void> {
  const { byAccount, byAddress, byAccountEverywhere } = limiters()
  const from = addressKey(address)
  try {
    await byAddress.consume(from)
    await byAccount.consume(`${from} ${email}`)
    await byAccountEverywhere.consume(email)
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

/**
 * Gives back the attempt of an account that signed in, and forgets its failures from this address;
 * failures from elsewhere stay, because they were somebody else's.
 */
export async function forgetSignInAttempts(email: string, address: string): Promise<void> {
  const { byAccount, byAddress, byAccountEverywhere } = limiters()
  const from = addressKey(address)
  await byAccount.delete(`${from} ${email}`)
  await byAddress.reward(from)
  await byAccountEverywhere.reward(email)
}
