import { z } from 'zod'

export const deleteSessionSchema = z.strictObject({
  memberId: z.uuid(),
  /** Absent means all sessions of the member. */
  sessionId: z.uuid().optional(),
})

export const listSessionsSchema = z.strictObject({ memberId: z.uuid() })

/** A signed-in browser. */
export interface SessionDto {
  id: string
  memberId: string
  address: string | null
  userAgent: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
  /** True for the session that asks. */
  isCurrent: boolean
}
