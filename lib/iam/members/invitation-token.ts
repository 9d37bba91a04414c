import { randomBytes } from 'node:crypto'
import { addMs, now } from '@/lib/clock/clock.ts'
import { hashToken } from '@/lib/crypto/passwords.ts'
import type { InvitationDto } from './schema.ts'

const invitationLifetimeMs = 7 * 24 * 3_600_000

interface NewInvitation {
  /** For the one who invites, to be shown once. */
  shown: InvitationDto
  /** What is kept: the hash of the token, never the token. */
  stored: { inviteTokenHash: string; inviteExpiresAt: Date }
}

/** Draws the link of an invitation: 256 random bits, good for seven days. */
export function newInvitation(): NewInvitation {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = addMs(now(), invitationLifetimeMs)
  return {
    shown: { path: `/invitation/${token}`, expiresAt: expiresAt.toISOString() },
    stored: { inviteTokenHash: hashToken(token), inviteExpiresAt: expiresAt },
  }
}
