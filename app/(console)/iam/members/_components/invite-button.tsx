'use client'

import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'

const InviteSheet = dynamic(() => import('./invite-sheet.tsx').then((module) => module.InviteSheet))

export function InviteButton() {
  const whyDenied = useWhyDenied()
  const [open, setOpen] = useState<boolean | null>(null)
  return (
    <>
      <ReasonButton
        variant="primary"
        disabledReason={whyDenied('member.create')}
        icon={<UserPlus aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Invite member
      </ReasonButton>
      {open !== null && <InviteSheet open={open} onOpenChange={setOpen} />}
    </>
  )
}
