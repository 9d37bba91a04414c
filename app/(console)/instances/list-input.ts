import { parseSort, type Sort } from '@/components/table/sort.ts'
import { engineNames } from '@/lib/instances/engines.ts'
import type { InstanceOrder, ListInstancesInput } from '@/lib/instances/schema.ts'
import { instanceStatuses } from '@/lib/instances/state.ts'

export const pageSize = 25

const orders: Readonly<Record<string, InstanceOrder>> = {
  'name asc': 'name_asc',
  'name desc': 'name_desc',
  'status asc': 'status_asc',
  'status desc': 'status_desc',
  'created asc': 'created_at_asc',
  'created desc': 'created_at_desc',
}

/** The order that the address asks for; newest first when it asks for nothing known. */
export function sortFrom(value: string | null): Sort {
  const fallback: Sort = { key: 'created', direction: 'desc' }
  const sort = parseSort(value, fallback)
  return `${sort.key} ${sort.direction}` in orders ? sort : fallback
}

/**
 * Filters, order and page from the address of the list; what is not known counts as not set. The
 * project is the one that was chosen in the top bar.
 */
export function listInputFrom(
  get: (key: string) => string | null,
  projectId?: string,
): ListInstancesInput {
  const sort = sortFrom(get('sort'))
  const name = get('name')?.slice(0, 200)
  const engine = engineNames.find((known) => known === get('engine'))
  const status = instanceStatuses.find((known) => known === get('status'))
  const tag = get('tag')?.slice(0, 128)
  const page = Number(get('page') ?? 1)
  return {
    ...(projectId ? { projectId } : {}),
    ...(name ? { name } : {}),
    ...(engine ? { engine } : {}),
    ...(status ? { status } : {}),
    ...(tag ? { tags: [tag] } : {}),
    order: orders[`${sort.key} ${sort.direction}`] ?? 'created_at_desc',
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
    pageSize,
  }
}
