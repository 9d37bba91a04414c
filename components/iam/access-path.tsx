import { clsx } from 'clsx'
import { Clock, Crown } from 'lucide-react'
import Link from 'next/link'
import type { AccessPathDto } from '@/lib/iam/access/schema.ts'
import { pathKey } from './explained-blocks.ts'

const linkClass = 'text-accent underline underline-offset-2 hover:no-underline'

/** Through what something is allowed: the policy and its rule, the group, and the condition. */
function AccessPath({ path }: { path: AccessPathDto }) {
  if (path.kind === 'owner') {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Crown aria-hidden className="size-3.5 text-accent" />
        as an owner of the organization
      </span>
    )
  }
  return (
    <span>
      policy{' '}
      <Link href={`/iam/policies/${path.policy.id}`} className={linkClass}>
        {path.policy.name}
      </Link>
      , rule {path.ruleNumber} ({path.permissionSetNames.join(', ')})
      {path.group && (
        <>
          , through group{' '}
          <Link href={`/iam/groups/${path.group.id}`} className={linkClass}>
            {path.group.name}
          </Link>
        </>
      )}
      {path.condition && (
        <span
          className={clsx(
            'mt-0.5 flex items-start gap-1.5',
            path.isConditionMet ? 'text-muted' : 'text-warning',
          )}
        >
          <Clock aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>
            {path.isConditionMet ? 'Condition holds: ' : 'Condition does not hold now: '}
            <code className="text-xs break-all">{path.condition}</code>
          </span>
        </span>
      )}
    </span>
  )
}

export function AccessPaths({ paths }: { paths: readonly AccessPathDto[] }) {
  return (
    <ul className="space-y-0.5 text-sm text-muted">
      {paths.map((path) => (
        <li key={pathKey([path])}>
          <AccessPath path={path} />
        </li>
      ))}
    </ul>
  )
}
