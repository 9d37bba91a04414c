import { headers } from 'next/headers'
import type { Actor } from '@/lib/core/context.ts'
import { loadSessionActor } from './sessions.ts'

const loaded = new WeakMap<object, Map<string, Promise<Actor | null>>>()

/**
 * The signed-in member behind a session, read once a request however often its parts ask: the
 * session's check, the page, its layout and a route all do.
 */
export async function sessionActor(sessionId: string): Promise<Actor | null> {
  // React's cache works in pages only; a request has one object of headers everywhere.
  const request = await headers()
  const actors = loaded.get(request) ?? new Map<string, Promise<Actor | null>>()
  loaded.set(request, actors)
  const actor =
    actors.get(sessionId) ??
    loadSessionActor(sessionId, {
      address: request.get('x-holdfast-address'),
      userAgent: request.get('user-agent'),
    })
  actors.set(sessionId, actor)
  return actor
}
