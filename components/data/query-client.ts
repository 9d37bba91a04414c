import { QueryCache, QueryClient } from '@tanstack/react-query'
import { FetchError } from '@/lib/core/fetch-result.ts'

/** The failure as the page shows it; a broken connection has no answer to read. */
export function failureOf(error: Error): { code: string; message: string; requestId?: string } {
  if (error instanceof FetchError) return error.error
  return { code: 'unavailable', message: 'The console did not answer. Check the connection.' }
}

function goToSignIn(): void {
  const { pathname, search, href } = window.location
  if (pathname === '/sign-in') return
  window.location.assign(new URL(`/sign-in?next=${encodeURIComponent(pathname + search)}`, href))
}

/** The cache of one browser, or of one request on the server. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (failureOf(error).code === 'unauthenticated') goToSignIn()
      },
    }),
    defaultOptions: {
      queries: {
        // What the server rendered is fresh enough until the first poll.
        staleTime: 1_000,
        retry: (failures, error) => !(error instanceof FetchError) && failures < 1,
        retryDelay: 500,
      },
    },
  })
}
