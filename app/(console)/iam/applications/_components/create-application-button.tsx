'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'

const ApplicationSheet = dynamic(() =>
  import('./application-sheet.tsx').then((module) => module.ApplicationSheet),
)

export function CreateApplicationButton() {
  const whyDenied = useWhyDenied()
  const [open, setOpen] = useState<boolean | null>(null)
  return (
    <>
      <ReasonButton
        variant="primary"
        disabledReason={whyDenied('application.create')}
        icon={<Plus aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Create application
      </ReasonButton>
      {open !== null && <ApplicationSheet application={null} open={open} onOpenChange={setOpen} />}
    </>
  )
}
