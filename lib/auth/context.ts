import { headers } from 'next/headers'
import { cache } from 'react'
import type { Context } from '@/lib/core/context.ts'
import { newId } from '@/lib/ids/ids.ts'
import { auth } from './next-auth.ts'
import { sessionActor } from './session-actor.ts'

const sessionId = cache(async (): Promise<string | null> => {
  const session: unknown = await auth()
  if (typeof session !== 'object' || session === null || !('sessionId' in session)) return null
  return typeof session.sessionId === 'string' ? session.sessionId : null
})

/** The context of the request being served; the actor is anonymous when nobody is signed in. */
export const consoleContext = cache(async (): Promise<Context> => {
  const id = await sessionId()
  const actor = id === null ? null : await sessionActor(id)
  const requestHeaders = await headers()
  return {
    actor: actor ?? { kind: 'anonymous' },
    requestId: requestHeaders.get('x-request-id') ?? newId(),
    address: requestHeaders.get('x-holdfast-address'),
    userAgent: requestHeaders.get('user-agent'),
  }
})
