'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useAccess } from '@/components/access/access-provider.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'

/** The way to the form; disabled with the reason for those who may not create. */
export function CreateInstanceLink() {
  const { project, whyDenied } = useAccess()
  const reason = whyDenied(project?.id ?? null, 'instance.create')
  if (reason !== null) {
    return (
      <ReasonButton variant="primary" disabledReason={reason} icon={<Plus aria-hidden />}>
        Create instance
      </ReasonButton>
    )
  }
  return (
    <Link href="/instances/new" className={buttonClass({ variant: 'primary' })}>
      <Plus aria-hidden />
      Create instance
    </Link>
  )
}
