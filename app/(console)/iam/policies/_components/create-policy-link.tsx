'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/components/ui/button.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'

export function CreatePolicyLink() {
  const reason = useWhyDenied()('policy.create')
  if (reason !== null) {
    return (
      <ReasonButton variant="primary" disabledReason={reason} icon={<Plus aria-hidden />}>
        Create policy
      </ReasonButton>
    )
  }
  return (
    <Link href="/iam/policies/new" className={buttonClass({ variant: 'primary' })}>
      <Plus aria-hidden />
      Create policy
    </Link>
  )
}
