'use client'

import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'
import { PolicyForm } from './policy-form.tsx'

export function NewPolicy({ suggested }: { suggested: PrincipalDto | null }) {
  const disabledReason = useWhyDenied()('policy.create')
  return <PolicyForm policy={null} suggested={suggested} disabledReason={disabledReason} />
}
