'use client'

import { CopyValue, SecretOnce } from '@/components/iam/secret-once.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { formatUtc } from '@/lib/format/time.ts'
import type { InvitationDto } from '@/lib/iam/members/schema.ts'

/** The link of an invitation, to be handed on by the reader. */
export function InvitationResult({
  email,
  invitation,
  onDone,
}: {
  email: string
  invitation: InvitationDto
  onDone: () => void
}) {
  const link = new URL(invitation.path, window.location.href).toString()
  return (
    <div className="space-y-5 p-4">
      <SecretOnce
        warning={`Send this link to ${email}. Whoever opens it first chooses the password; it is not kept here.`}
      >
        <CopyValue label="Invitation link" value={link} />
        <p className="text-sm text-muted">
          It works once and expires <RelativeTime at={invitation.expiresAt} />, at{' '}
          {formatUtc(invitation.expiresAt)}.
        </p>
      </SecretOnce>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}

/** A password that the reader hands on. */
export function PasswordResult({
  email,
  password,
  onDone,
}: {
  email: string
  password: string
  onDone: () => void
}) {
  return (
    <div className="space-y-5 p-4">
      <SecretOnce warning={`Hand this password to ${email} in a safe way. Only its hash is kept.`}>
        <CopyValue label="E-mail" value={email} />
        <CopyValue label="Password" value={password} />
      </SecretOnce>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
