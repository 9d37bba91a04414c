'use client'

import { useState } from 'react'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import type { ActionError } from '@/lib/core/result.ts'
import type { InvitationDto } from '@/lib/iam/members/schema.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { inviteMemberAction } from '../actions.ts'
import { InvitationResult } from './invitation-result.tsx'
import type { MemberDialogProps } from './member-dialogs.tsx'

/** Another link for somebody who was invited; the one before stops working. */
export function NewLinkSheet({ member, open, onOpenChange, returnFocus }: MemberDialogProps) {
  const refresh = useRefreshIam()
  const [invitation, setInvitation] = useState<InvitationDto | null>(null)
  const [failure, setFailure] = useState<ActionError | null>(null)
  const [pending, setPending] = useState(false)
  const close = () => {
    setInvitation(null)
    setFailure(null)
    onOpenChange(false)
  }
  const make = async () => {
    setPending(true)
    setFailure(null)
    try {
      const result = await inviteMemberAction({ memberId: member.id })
      if (result.ok) setInvitation(result.data)
      else setFailure(result.error)
    } catch {
      const message = 'The console did not answer. Check the connection.'
      setFailure({ code: 'unavailable', message, requestId: '' })
    } finally {
      setPending(false)
      refresh()
    }
  }
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      returnFocus={returnFocus}
      title={`Invite ${member.email} again`}
    >
      {invitation ? (
        <InvitationResult email={member.email} invitation={invitation} onDone={close} />
      ) : (
        <div className="space-y-5 p-4">
          <p>The link that was sent before stops working, and a new one is made.</p>
          <FormFailure title="Could not make a link" failure={failure} />
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" pending={pending} onClick={() => void make()}>
              Make a new invitation link
            </Button>
          </div>
        </div>
      )}
    </Sheet>
  )
}
