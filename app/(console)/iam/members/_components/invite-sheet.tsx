'use client'

import { useState } from 'react'
import { generatePassword } from '@/components/form/generate-password.ts'
import { Sheet } from '@/components/ui/sheet.tsx'
import type { NewMemberDto } from '@/lib/iam/members/schema.ts'
import { InvitationResult, PasswordResult } from './invitation-result.tsx'
import { InviteForm } from './invite-form.tsx'

/** First whom and how, then the link or the password, which is shown once. */
export function InviteSheet({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const [round, setRound] = useState(0)
  const [password, setPassword] = useState(generatePassword)
  const [made, setMade] = useState<NewMemberDto | null>(null)
  const [dirty, setDirty] = useState(false)
  const close = () => {
    onOpenChange(false)
    setMade(null)
    setDirty(false)
    setPassword(generatePassword())
    setRound((count) => count + 1)
  }
  const change = (next: boolean) => {
    if (next) return onOpenChange(true)
    const question = made
      ? 'Close? What is shown here cannot be shown again.'
      : 'Discard your changes?'
    if ((made ?? dirty) && !window.confirm(question)) return
    close()
  }
  return (
    <Sheet
      open={open}
      onOpenChange={change}
      title={made ? `Invited ${made.email}` : 'Invite member'}
    >
      {!made && (
        <InviteForm
          key={round}
          password={password}
          onPassword={setPassword}
          onDirty={setDirty}
          onCancel={() => change(false)}
          onDone={setMade}
        />
      )}
      {made?.invitation && (
        <InvitationResult email={made.email} invitation={made.invitation} onDone={close} />
      )}
      {made && !made.invitation && (
        <PasswordResult email={made.email} password={password} onDone={close} />
      )}
    </Sheet>
  )
}
