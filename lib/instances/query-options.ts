import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { CreateOptions } from './queries.ts'
import type { InstanceDto, InstancePage, ListInstancesInput } from './schema.ts'
import { isInTransition } from './state.ts'

const busyMs = 1_000
const restMs = 30_000

/** How soon to ask again: fast while anything happens, slowly at rest. */
function refetchInterval(instances: readonly InstanceDto[]): number {
  const busy = instances.some(
    (instance) =>
      isInTransition(instance.status) ||
      instance.applying.length > 0 ||
      instance.operation?.status === 'queued' ||
      instance.operation?.status === 'running' ||
      instance.health === 'starting',
  )
  return busy ? busyMs : restMs
}

/** Keys of everything about instances; invalidate `all` after a write. */
export const instanceKeys = {
  all: ['instances'] as const,
  list: (input: ListInstancesInput) => ['instances', 'list', input] as const,
  one: (instanceId: string) => ['instances', 'one', instanceId] as const,
  createOptions: ['instances', 'create-options'] as const,
}

/** The list of instances, as the page's filters say. */
export function instancesQuery(input: ListInstancesInput) {
  return queryOptions({
    queryKey: instanceKeys.list(input),
    queryFn: () => fetchResult<InstancePage>('/data/instances', input),
    refetchInterval: (query) => refetchInterval(query.state.data?.instances ?? []),
  })
}

/** One instance. */
export function instanceQuery(instanceId: string) {
  return queryOptions({
    queryKey: instanceKeys.one(instanceId),
    queryFn: () => fetchResult<InstanceDto>(`/data/instances/${instanceId}`),
    refetchInterval: (query) => (query.state.data ? refetchInterval([query.state.data]) : restMs),
  })
}

/** What can be created on this machine now. */
export function createOptionsQuery() {
  return queryOptions({
    queryKey: instanceKeys.createOptions,
    queryFn: () => fetchResult<CreateOptions>('/data/create-options'),
    refetchInterval: restMs,
  })
}
