const readingMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * True for a request that another site made a browser send, where that must not count: every
 * request that may change something, and reads of the polling routes.
 *
 * The browser says so itself by `Origin` and `Sec-Fetch-Site`, which no page can forge. A client
 * that sends neither is no browser, so nobody else's cookies ride on its requests. Pages and the
 * way back from a sign-in provider are meant to be reached from elsewhere, by GET.
 */
export function isCrossSite(method: string, pathname: string, headers: Headers): boolean {
  const isReading = readingMethods.includes(method)
  if (isReading && !pathname.startsWith('/data/')) return false
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return true
  const origin = headers.get('origin')
  return origin !== null && hostOf(origin) !== expectedHost(headers)
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** The host that the browser asked for, as the reverse proxy in front passes it on. */
function expectedHost(headers: Headers): string {
  const [forwarded] = (headers.get('x-forwarded-host') ?? '').split(',')
  return (forwarded?.trim() || headers.get('host') || '').toLowerCase()
}
