import { Badge } from '@/components/ui/badge.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import type { Column } from '@/components/table/columns.ts'
import { missing } from '@/lib/format/bytes.ts'
import type { ProjectSummaryDto } from '@/lib/iam/projects/schema.ts'
import { InUse } from './in-use.tsx'
import { ProjectMenu } from './project-menu.tsx'

/** The list of projects; rows and skeletons come from the same columns. */
export const projectColumns: readonly Column<ProjectSummaryDto>[] = [
  {
    key: 'name',
    header: 'Name',
    skeleton: 'w-40',
    cell: ({ id, name, description }) => (
      <>
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium break-all">{name}</span>
          <InUse projectId={id}>
            <Badge tone="accent">Shown in lists</Badge>
          </InUse>
        </span>
        {description && <span className="block text-sm break-words text-muted">{description}</span>}
      </>
    ),
  },
  {
    key: 'instances',
    header: 'Instances',
    align: 'right',
    skeleton: 'w-8',
    cell: ({ instanceCount }) => (instanceCount === 0 ? missing : instanceCount),
  },
  {
    key: 'keys',
    header: 'Default of API keys',
    align: 'right',
    from: 'md',
    skeleton: 'w-8',
    cell: ({ apiKeyCount }) => (apiKeyCount === 0 ? missing : apiKeyCount),
  },
  {
    key: 'rules',
    header: 'Named in rules',
    align: 'right',
    from: 'md',
    skeleton: 'w-8',
    cell: ({ ruleCount }) => (ruleCount === 0 ? missing : ruleCount),
  },
  {
    key: 'created',
    header: 'Created',
    from: 'sm',
    skeleton: 'w-16',
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
  {
    key: 'menu',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    skeleton: 'w-8',
    className: 'w-12',
    cell: (project) => <ProjectMenu project={project} />,
  },
]
