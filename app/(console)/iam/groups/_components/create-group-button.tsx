'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'

const GroupSheet = dynamic(() => import('./group-sheet.tsx').then((module) => module.GroupSheet))

export function CreateGroupButton() {
  const whyDenied = useWhyDenied()
  const [open, setOpen] = useState<boolean | null>(null)
  return (
    <>
      <ReasonButton
        variant="primary"
        disabledReason={whyDenied('group.create')}
        icon={<Plus aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Create group
      </ReasonButton>
      {open !== null && <GroupSheet group={null} open={open} onOpenChange={setOpen} />}
    </>
  )
}
