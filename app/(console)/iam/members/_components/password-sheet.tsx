'use client'

import { useState } from 'react'
import { generatePassword } from '@/components/form/generate-password.ts'
import { notify } from '@/components/feedback/notify.ts'
import { Sheet } from '@/components/ui/sheet.tsx'
import { PasswordResult } from './invitation-result.tsx'
import type { MemberDialogProps } from './member-dialogs.tsx'
import { PasswordForm } from './password-form.tsx'
import { useMemberPermissions } from './use-member-permissions.ts'

/** One's own password, or a generated one for somebody else, which is shown once. */
export function PasswordSheet({ member, open, onOpenChange, returnFocus }: MemberDialogProps) {
  const { isSelf } = useMemberPermissions(member)
  const [round, setRound] = useState(0)
  const [given, setGiven] = useState<string | null>(null)
  const close = () => {
    setGiven(null)
    setRound((count) => count + 1)
    onOpenChange(false)
  }
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      returnFocus={returnFocus}
      title={isSelf ? 'Change password' : `Set a new password for ${member.email}`}
    >
      {given === null ? (
        <PasswordForm
          key={round}
          member={member}
          suggested={isSelf ? '' : generatePassword()}
          onCancel={close}
          onDone={(password) => {
            if (!isSelf) return setGiven(password)
            notify.success({ title: 'Changed password', detail: 'Other sessions were ended.' })
            close()
          }}
        />
      ) : (
        <PasswordResult email={member.email} password={given} onDone={close} />
      )}
    </Sheet>
  )
}
