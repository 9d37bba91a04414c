'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { ruleSentence } from '@/components/iam/rule-sentence.ts'
import { buttonClass } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { policiesQuery } from '@/lib/iam/policies/query-options.ts'
import type { ListPoliciesInput, PolicyDto } from '@/lib/iam/policies/schema.ts'
import type { NamedDto, PrincipalDto } from '@/lib/iam/schema.ts'
import { useWhyDenied } from './use-iam-permissions.ts'

const everything = { order: 'policy_name_asc', pageSize: 100 } as const

function ownInput({ kind, id }: PrincipalDto): ListPoliciesInput {
  if (kind === 'member') return { ...everything, memberIds: [id] }
  return kind === 'group'
    ? { ...everything, groupIds: [id] }
    : { ...everything, applicationIds: [id] }
}

/** The policies that reach a principal, itself or through its groups, in plain words. */
export function PoliciesCard({
  principal,
  groups = [],
}: {
  principal: PrincipalDto
  groups?: readonly NamedDto[]
}) {
  const denied = useWhyDenied()('policy.read')
  const own = useQuery({ ...policiesQuery(ownInput(principal)), enabled: denied === null })
  const groupIds = groups.map(({ id }) => id)
  const shared = useQuery({
    ...policiesQuery({ ...everything, groupIds }),
    enabled: denied === null && groupIds.length > 0,
  })
  const policies = [...(own.data?.policies ?? []), ...(shared.data?.policies ?? [])]
  const failed = own.error ?? shared.error
  return (
    <Card title="Policies" padded={false} actions={<AddPolicy principal={principal} />}>
      {denied && <p className="p-4 text-muted">{denied} Ask an owner of the organization.</p>}
      {!denied && failed && <p className="p-4 text-danger">{failed.message}</p>}
      {!denied && !failed && !own.data && <Skeleton className="m-4 h-10" />}
      {own.data && policies.length === 0 && (
        <p className="p-4 text-muted">No policy. Nothing is allowed without one.</p>
      )}
      {policies.length > 0 && (
        <ul className="divide-y divide-border">
          {policies.map((policy) => (
            <Policy key={policy.id} policy={policy} of={principal} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Policy({ policy, of }: { policy: PolicyDto; of: PrincipalDto }) {
  const through = policy.principal?.id === of.id ? null : policy.principal
  return (
    <li className="px-4 py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Link
          href={`/iam/policies/${policy.id}`}
          className="inline-flex min-h-6 items-center font-medium break-all hover:text-accent hover:underline"
        >
          {policy.name}
        </Link>
        {through && <span className="text-sm text-muted">through group {through.name}</span>}
      </p>
      {policy.rules.map((rule) => (
        <p key={rule.id} className="text-sm break-words text-muted">
          {ruleSentence(rule)}
        </p>
      ))}
      {policy.rules.length === 0 && (
        <p className="text-sm text-muted">No rules: it allows nothing.</p>
      )}
    </li>
  )
}

function AddPolicy({ principal }: { principal: PrincipalDto }) {
  const reason = useWhyDenied()('policy.create')
  if (reason !== null) {
    return (
      <ReasonButton size="sm" disabledReason={reason} icon={<Plus aria-hidden />}>
        Create policy
      </ReasonButton>
    )
  }
  return (
    <Link
      href={`/iam/policies/new?kind=${principal.kind}&id=${principal.id}`}
      className={buttonClass({ size: 'sm' })}
    >
      <Plus aria-hidden />
      Create policy
    </Link>
  )
}
