import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { visibleFrom, type Column } from './columns.ts'
import { SortLink } from './sort-link.tsx'
import type { Sort } from './sort.ts'

function columnClass<T>(column: Column<T>): string {
  return clsx(
    'px-3 first:pl-4 last:pr-4',
    column.align === 'right' ? 'tabular text-right' : 'text-left',
    column.from && visibleFrom[column.from],
    column.className,
  )
}

function Frame<T>({
  caption,
  columns,
  sort,
  busy = false,
  children,
}: {
  caption: string
  columns: readonly Column<T>[]
  sort?: Sort | undefined
  busy?: boolean
  children: ReactNode
}) {
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className="relative overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full border-collapse" aria-busy={busy || undefined}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="h-9 border-b border-border text-xs text-muted">
            {columns.map((column) => {
              const active = sort && column.sortKey === sort.key ? sort.direction : undefined
              return (
                <th
                  key={column.key}
                  scope="col"
                  aria-sort={active && (active === 'asc' ? 'ascending' : 'descending')}
                  className={clsx(columnClass(column), 'font-medium whitespace-nowrap')}
                >
                  {column.hiddenHeader && <span className="sr-only">{column.header}</span>}
                  {!column.hiddenHeader && column.sortKey && sort && (
                    <SortLink column={column.sortKey} label={column.header} sort={sort} />
                  )}
                  {!column.hiddenHeader && !(column.sortKey && sort) && column.header}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

const rowClass = 'h-12 border-b border-border last:border-b-0'

/** A table from a list of columns; the first column names the row. */
export function DataTable<T>({
  caption,
  columns,
  rows,
  rowKey,
  sort,
}: {
  caption: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  /** Sort from the address of the page; headers become links that change it. */
  sort?: Sort
}) {
  return (
    <Frame caption={caption} columns={columns} sort={sort}>
      {rows.map((row) => (
        <tr key={rowKey(row)} className={clsx(rowClass, 'hover:bg-hover')}>
          {columns.map((column, index) => {
            const className = clsx(columnClass(column), 'py-1.5')
            return index === 0 ? (
              <th key={column.key} scope="row" className={clsx(className, 'font-normal')}>
                {column.cell(row)}
              </th>
            ) : (
              <td key={column.key} className={className}>
                {column.cell(row)}
              </td>
            )
          })}
        </tr>
      ))}
    </Frame>
  )
}

/** The same table before its rows have arrived, in the same geometry. */
export function TableSkeleton<T>({
  caption,
  columns,
  rows = 5,
}: {
  caption: string
  columns: readonly Column<T>[]
  rows?: number
}) {
  return (
    <Frame caption={`${caption} (loading)`} columns={columns} busy>
      {Array.from({ length: rows }, (_, row) => (
        <tr key={row} className={rowClass}>
          {columns.map((column) => (
            <td key={column.key} className={clsx(columnClass(column), 'py-1.5')}>
              <Skeleton
                className={clsx('h-4', column.skeleton ?? 'w-20', column.align && 'ml-auto')}
              />
            </td>
          ))}
        </tr>
      ))}
    </Frame>
  )
}
