import { NextResponse, type NextRequest } from 'next/server'
import { isCrossSite } from '@/lib/auth/cross-site.ts'

const sessionCookies = ['authjs.session-token', '__Secure-authjs.session-token']

function contentSecurityPolicy(nonce: string): string {
  // React's development build needs eval; the production build does not.
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

const oneYear = 'max-age=31536000'

function hasSessionCookie(request: NextRequest): boolean {
  return request.cookies.getAll().some(({ name }) =>
    // Large tokens are split over several cookies with a number behind the name.
    sessionCookies.some((cookie) => name === cookie || name.startsWith(`${cookie}.`)),
  )
}

/** Pages for those who are not signed in: sign-in, and what an invitation's link opens. */
function isForEverybody(pathname: string): boolean {
  return pathname === '/sign-in' || pathname.startsWith('/invitation/')
}

/** The request's id for logs and error messages; one from a proxy in front is kept when harmless. */
function requestIdOf(request: NextRequest): string {
  const given = request.headers.get('x-request-id') ?? ''
  return /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID()
}

function answer(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  if (isCrossSite(request.method, pathname, request.headers)) {
    return new NextResponse('Requests of other sites are refused.', { status: 403 })
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  // Only a courtesy: every page, action and route checks the session itself.
  const isPage = !pathname.startsWith('/data/') && !pathname.startsWith('/api/')
  if (isPage && !isForEverybody(pathname) && !hasSessionCookie(request)) {
    const target = request.nextUrl.clone()
    target.pathname = '/sign-in'
    target.search = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return NextResponse.redirect(target, 307)
  }
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-request-id', requestIdOf(request))
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

/** Adds the security headers to every answer, and sends those without a session to sign-in. */
export function proxy(request: NextRequest): NextResponse {
  const response = answer(request)
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
  // A proxy that speaks HTTPS for the console says so; its list starts with the client's side.
  const [scheme] = (request.headers.get('x-forwarded-proto') ?? '').split(',')
  if (scheme === 'https') response.headers.set('Strict-Transport-Security', oneYear)
  return response
}

export const config = {
  matcher: [
    '/((?!api/health|rdb/|iam/v1alpha1/|_next/static|_next/image|icon.svg|holdfast.svg).*)',
  ],
}
