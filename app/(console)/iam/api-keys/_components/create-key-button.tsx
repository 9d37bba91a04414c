'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { PrincipalDto } from '@/lib/iam/schema.ts'

const CreateKeySheet = dynamic(() =>
  import('./create-key-sheet.tsx').then((module) => module.CreateKeySheet),
)

/** Makes a key for one principal, or for whomever the reader chooses. */
export function CreateKeyButton({ bearer, size }: { bearer?: PrincipalDto; size?: 'sm' }) {
  const { memberId, whyDenied, projects } = useAccess()
  const [open, setOpen] = useState<boolean | null>(null)
  const isForOther = bearer !== undefined && bearer.id !== memberId
  const denied = isForOther ? whyDenied(null, 'api_key.create') : null
  const noProject = projects.length === 0 ? 'A key needs a project that you can see.' : null
  return (
    <>
      <ReasonButton
        variant={size ? 'secondary' : 'primary'}
        {...(size && { size })}
        disabledReason={denied ?? noProject}
        icon={<Plus aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Create API key
      </ReasonButton>
      {open !== null && <CreateKeySheet bearer={bearer} open={open} onOpenChange={setOpen} />}
    </>
  )
}
