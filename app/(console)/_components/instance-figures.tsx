import { clsx } from 'clsx'
import Link from 'next/link'
import { Card } from '@/components/ui/card.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { isInTransition } from '@/lib/instances/state.ts'

export function InstanceFigures({
  instances,
  total,
}: {
  instances: readonly InstanceDto[]
  total: number
}) {
  const count = (test: (instance: InstanceDto) => boolean) => instances.filter(test).length
  const figures = [
    { label: 'Running', value: count(({ status }) => status === 'ready'), href: '?status=ready' },
    { label: 'At work', value: count(({ status }) => isInTransition(status)), href: '' },
    {
      label: 'In error',
      value: count(({ status }) => status === 'error'),
      href: '?status=error',
      bad: true,
    },
  ]
  return (
    <Card
      title={
        total > instances.length
          ? `Instances (newest ${instances.length} of ${total})`
          : 'Instances'
      }
      actions={
        <Link href="/instances" className="text-sm text-accent hover:underline">
          Show all
        </Link>
      }
    >
      <ul className="grid grid-cols-3 gap-2">
        {figures.map(({ label, value, href, bad }) => (
          <li key={label}>
            <Link href={`/instances${href}`} className="block rounded p-1.5 hover:bg-hover">
              <span
                className={clsx(
                  'tabular block text-2xl font-semibold',
                  bad && value > 0 && 'text-danger',
                )}
              >
                {value}
              </span>
              <span className="block text-sm text-muted">{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
