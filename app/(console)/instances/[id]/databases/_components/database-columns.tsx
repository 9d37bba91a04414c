import type { Column } from '@/components/table/columns.ts'
import { Progress } from '@/components/ui/progress.tsx'
import type { DatabaseDto } from '@/lib/databases/schema.ts'
import { formatBytes, formatBytesOf, missing } from '@/lib/format/bytes.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { InsideStatusBadge } from '../../_inside/inside-status.tsx'
import { MadeBySql } from '../../_inside/made-by.tsx'
import { DatabaseMenu } from './database-menu.tsx'

/** Columns of the table of databases. */
export function databaseColumns(
  instance: Pick<InstanceDto, 'id' | 'volumeSizeBytes' | 'engineName'>,
  whyNotDelete: string | null,
): Column<DatabaseDto>[] {
  const hasOwners = instance.engineName === 'postgresql'
  return [
    {
      key: 'name',
      header: 'Name',
      cell: (database) => (
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          <span className="font-mono text-sm break-all">{database.name}</span>
          <MadeBySql isManaged={database.isManaged} />
        </span>
      ),
      skeleton: 'w-32',
    },
    {
      key: 'status',
      header: 'Status',
      cell: ({ status, failure }) => <InsideStatusBadge status={status} failure={failure} />,
    },
    ...(hasOwners
      ? [
          {
            key: 'owner',
            header: 'Owner',
            from: 'md' as const,
            cell: ({ owner }: DatabaseDto) => (
              <span className="font-mono text-sm break-all text-muted">{owner ?? missing}</span>
            ),
          },
        ]
      : []),
    {
      key: 'size',
      header: 'Size',
      align: 'right',
      cell: ({ sizeBytes, exists }) => formatBytes(exists ? sizeBytes : null),
    },
    {
      key: 'share',
      header: 'Share of the volume',
      from: 'lg',
      className: 'w-48',
      cell: ({ name, sizeBytes }) => (
        <Progress
          label={`Share of ${name} of the volume`}
          value={sizeBytes ?? 0}
          max={instance.volumeSizeBytes}
          valueText={formatBytesOf(sizeBytes ?? 0, instance.volumeSizeBytes)}
        />
      ),
    },
    {
      key: 'menu',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      className: 'w-12',
      skeleton: 'w-6',
      cell: (database) => (
        <DatabaseMenu instance={instance} database={database} whyNotDelete={whyNotDelete} />
      ),
    },
  ]
}
