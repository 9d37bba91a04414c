import { z } from 'zod'

export const deleteSessionSchema = z.strictObject({
  memberId: z.uuid(),
  /** Absent means all sessions of the member. */
  sessionId: z.uuid().optional(),
})
export type DeleteSessionInput = z.input<typeof deleteSessionSchema>

export const listSessionsSchema = z.strictObject({ memberId: z.uuid() })
export type ListSessionsInput = z.input<typeof listSessionsSchema>

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
