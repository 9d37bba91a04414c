import Link from 'next/link'
import { PrincipalLink } from '@/components/iam/principal-link.tsx'
import { ruleSentence } from '@/components/iam/rule-sentence.ts'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import type { PolicyDto } from '@/lib/iam/policies/schema.ts'
import { PolicyMenu } from './policy-menu.tsx'

function Allows({ policy }: { policy: PolicyDto }) {
  if (policy.rules.length === 0) return <span className="text-muted">Nothing: it has no rule</span>
  return (
    <ul className="space-y-0.5 py-1 text-sm">
      {policy.rules.slice(0, 3).map((rule) => (
        <li key={rule.id} className="line-clamp-2 break-words" title={ruleSentence(rule)}>
          {ruleSentence(rule)}
        </li>
      ))}
      {policy.rules.length > 3 && (
        <li className="text-muted">and {policy.rules.length - 3} more</li>
      )}
    </ul>
  )
}

/** The list of policies; rows and skeletons come from the same columns. */
export const policyColumns: readonly Column<PolicyDto>[] = [
  {
    key: 'name',
    header: 'Name',
    sortKey: 'name',
    skeleton: 'w-40',
    cell: (policy) => (
      <>
        <Link
          href={`/iam/policies/${policy.id}`}
          className="inline-flex min-h-6 items-center font-medium break-all hover:text-accent hover:underline"
        >
          {policy.name}
        </Link>
        {policy.description && (
          <span className="block text-sm break-words text-muted">{policy.description}</span>
        )}
      </>
    ),
  },
  {
    key: 'principal',
    header: 'Reaches',
    skeleton: 'w-32',
    cell: ({ principal }) =>
      principal ? <PrincipalLink principal={principal} /> : <Badge tone="warning">Nobody</Badge>,
  },
  {
    key: 'allows',
    header: 'Allows',
    from: 'md',
    skeleton: 'w-64',
    className: 'w-1/2',
    cell: (policy) => <Allows policy={policy} />,
  },
  {
    key: 'updated',
    header: 'Changed',
    from: 'lg',
    skeleton: 'w-16',
    cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
  },
  {
    key: 'menu',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    skeleton: 'w-8',
    className: 'w-12',
    cell: (policy) => <PolicyMenu policy={policy} place="list" />,
  },
]
