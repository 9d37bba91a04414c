import { isTrustworthy } from '@/lib/env/oidc.ts'

const answerWithinMs = 10_000

/**
 * Asks the provider. Its discovery document may name any address: only those over TLS are asked, as
 * who somebody is hangs on the answer, and one that does not answer holds a request for 10 s at
 * most.
 */
export const providerFetch: typeof fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  if (!isTrustworthy(url)) throw new Error(`the provider's address ${url.origin} has no TLS`)
  return fetch(input, { ...init, signal: AbortSignal.timeout(answerWithinMs) })
}
