import type { ReactNode } from 'react'

export interface Column<T> {
  key: string
  header: string
  cell: (row: T) => ReactNode
  align?: 'right'
  /** Name under which the server sorts; without it the column cannot be sorted. */
  sortKey?: string
  /** The header is read but not seen, for menus. */
  hiddenHeader?: boolean
  /** From which width on the column is shown; less important columns give way on phones. */
  from?: 'sm' | 'md' | 'lg' | 'xl'
  /** Width classes of the grey bar while rows are loading. */
  skeleton?: string
  /** Classes of the column, mostly its width. */
  className?: string
}

/** Classes that show a column from its width on. */
export const visibleFrom = {
  sm: 'hidden sm:table-cell',
  md: 'hidden md:table-cell',
  lg: 'hidden lg:table-cell',
  xl: 'hidden xl:table-cell',
}
