import { cache } from 'react'
import { loadSessionActor } from './sessions.ts'

/** The signed-in member behind a session, read once however often a page's parts ask. */
export const sessionActor = cache(loadSessionActor)
