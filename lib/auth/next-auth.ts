import NextAuth, { CredentialsSignin } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { AppError } from '@/lib/core/errors.ts'
import { env } from '@/lib/env/env.ts'
import { newId } from '@/lib/ids/ids.ts'
import { logger } from '@/lib/log/log.ts'
import { sessionActor } from './session-actor.ts'
import { claimsOfIdToken } from './oidc/claims.ts'
import { oidcProvider, oidcProviderId } from './oidc/provider.ts'
import { signInWithOidc } from './oidc/sign-in.ts'
import { requestFacts } from './request-facts.ts'
import { signOutOfSession } from './sessions.ts'
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

const { oidc, sessionMaxMs } = env()

/**
 * next-auth with a cookie that names a session row. The row is read on every request, so that
 * revoking it signs the browser out at once. Every sign-in opens a row of its own and writes the
 * cookie anew: what stood in it before is worth nothing.
 */
export const { auth, signIn, signOut, handlers } = NextAuth({
  trustHost: true,
  session: { strategy: 'jwt', maxAge: Math.floor(sessionMaxMs / 1000) },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [
    ...(oidc === null ? [] : [oidcProvider(oidc)]),
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
    signIn: async ({ user, account, profile }) => {
      if (oidc === null || account?.provider !== oidcProviderId) return true
      const claims = { ...claimsOfIdToken(account.id_token), ...profile }
      const signedIn = await signInWithOidc(oidc, await requestFacts(), claims)
      if (!signedIn.ok) return `/sign-in?refused=${signedIn.reason}`
      // The very object that the cookie is made from.
      Object.assign(user, { id: signedIn.memberId, sessionId: signedIn.sessionId })
      return true
    },
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
        await signOutOfSession(message.token.sid, await requestFacts())
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
