import Link from 'next/link'
import { Card } from '@/components/ui/card.tsx'
import type { NamedDto } from '@/lib/iam/schema.ts'

/** The groups that somebody is in. */
export function GroupsCard({ groups }: { groups: readonly NamedDto[] }) {
  return (
    <Card title="Groups" padded={false}>
      {groups.length === 0 ? (
        <p className="p-4 text-muted">In no group.</p>
      ) : (
        <ul className="divide-y divide-border">
          {groups.map(({ id, name }) => (
            <li key={id} className="px-4 py-1.5">
              <Link
                href={`/iam/groups/${id}`}
                className="inline-flex min-h-6 items-center break-all hover:text-accent hover:underline"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
