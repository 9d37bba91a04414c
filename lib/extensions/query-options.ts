import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { ExtensionsDto } from './schema.ts'

const busyMs = 1_000
const restMs = 15_000

/** Keys of everything about extensions. */
export const extensionKeys = {
  of: (instanceId: string) => ['extensions', instanceId] as const,
}

function isBusy({ extensions }: ExtensionsDto): boolean {
  return extensions.some(({ installed }) =>
    installed.some(({ status }) => status === 'installing' || status === 'dropping'),
  )
}

/** The extensions of an instance; asked often while one is being installed or dropped. */
export function extensionsQuery(instanceId: string) {
  return queryOptions({
    queryKey: extensionKeys.of(instanceId),
    queryFn: () => fetchResult<ExtensionsDto>(`/data/instances/${instanceId}/extensions`),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? busyMs : restMs),
  })
}
