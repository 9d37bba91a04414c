import { formatCount } from '@/lib/format/count.ts'
import type { OwnedObjectsDto } from '@/lib/users/schema.ts'

/** What a user owns, one line a database: `rdb: 2 relations, 1 routine`. */
export function ownedLines(owned: readonly OwnedObjectsDto[]): string[] {
  const databases = [...new Set(owned.map(({ database }) => database))]
  return databases.map((name) => {
    const parts = owned
      .filter(({ database }) => database === name)
      .map(({ kind, count }) =>
        kind.startsWith('the ') ? kind : formatCount(count, kind.replace(/s$/, ''), kind),
      )
    return `${name}: ${parts.join(', ')}`
  })
}
