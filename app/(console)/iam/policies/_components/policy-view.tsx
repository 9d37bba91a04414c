'use client'

import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { policyQuery } from '@/lib/iam/policies/query-options.ts'
import { DetailState } from '../../_components/detail-state.tsx'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'
import { PolicyForm } from './policy-form.tsx'
import { PolicyMenu } from './policy-menu.tsx'

/** One policy, ready to be edited; it is read once, so that polling does not touch what is typed. */
export function PolicyView({ policyId }: { policyId: string }) {
  const query = useQuery({ ...policyQuery(policyId), refetchInterval: false })
  const disabledReason = useWhyDenied()('policy.update')
  return (
    <DetailState
      query={query}
      noun="policy"
      readAction="policy.read"
      list={{ href: '/iam/policies', label: 'Show all policies' }}
    >
      {(policy) => (
        <>
          <PageHeader
            crumbs={[
              { label: 'IAM', href: '/iam' },
              { label: 'Policies', href: '/iam/policies' },
            ]}
            title={policy.name}
            actions={<PolicyMenu policy={policy} place="page" />}
          />
          <PolicyForm
            key={policy.updatedAt}
            policy={policy}
            suggested={null}
            disabledReason={disabledReason}
          />
        </>
      )}
    </DetailState>
  )
}
