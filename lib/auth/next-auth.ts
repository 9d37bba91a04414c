import NextAuth, { CredentialsSignin } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { headers } from 'next/headers'
import { AppError } from '@/lib/core/errors.ts'
import { newId } from '@/lib/ids/ids.ts'
import { logger } from '@/lib/log/log.ts'
import { sessionActor } from './session-actor.ts'
import { absoluteLifetimeMs, signOutOfSession } from './sessions.ts'
import { signInWithPassword } from './sign-in.ts'

/** Carries the sentence of a refused sign-in through next-auth to the form. */
export class SignInRefused extends CredentialsSignin {
  readonly refusal: AppError

  constructor(refusal: AppError) {
    super(refusal.message)
    this.code = refusal.code
    this.refusal = refusal
  }
}

/**
 * next-auth with a cookie that names a session row. The row is read on every request, so that
 * revoking it signs the browser out at once. An OpenID Connect provider is one more entry here.
 */
export const { auth, signIn, signOut, handlers } = NextAuth({
  trustHost: true,
  session: { strategy: 'jwt', maxAge: absoluteLifetimeMs / 1000 },
  pages: { signIn: '/sign-in' },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      authorize: async (credentials, request) => {
        try {
          const { sessionId, memberId } = await signInWithPassword(
            {
              requestId: newId(),
              address: request.headers.get('x-holdfast-address') ?? 'unknown',
              userAgent: request.headers.get('user-agent'),
            },
            credentials,
          )
          return { id: memberId, sessionId }
        } catch (error) {
          if (error instanceof AppError) throw new SignInRefused(error)
          throw error
        }
      },
    }),
  ],
  callbacks: {
    jwt: async ({ token, user }) => {
      if (user && 'sessionId' in user && typeof user.sessionId === 'string') {
        return { sub: token.sub, sid: user.sessionId }
      }
      const actor = typeof token.sid === 'string' ? await sessionActor(token.sid) : null
      return actor ? token : null
    },
    session: ({ session, token }) => ({ ...session, sessionId: token.sid }),
  },
  events: {
    signOut: async (message) => {
      if ('token' in message && typeof message.token?.sid === 'string') {
        const requestHeaders = await headers()
        await signOutOfSession(message.token.sid, {
          requestId: requestHeaders.get('x-request-id') ?? newId(),
          address: requestHeaders.get('x-holdfast-address'),
          userAgent: requestHeaders.get('user-agent'),
        })
      }
    },
  },
  logger: {
    error: (error) => {
      if (!(error instanceof SignInRefused)) logger('auth').error({ err: error }, 'sign-in failed')
    },
    warn: (code) => {
      logger('auth').warn({ code }, 'warning of next-auth')
    },
    debug: () => undefined,
  },
})
