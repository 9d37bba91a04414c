import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { InstallationDto } from './schema.ts'

/** Keys of everything about the installation. */
export const installationKeys = {
  all: ['installation'] as const,
}

/** How this installation is set up. */
export function installationQuery() {
  return queryOptions({
    queryKey: installationKeys.all,
    queryFn: () => fetchResult<InstallationDto>('/data/installation'),
    refetchInterval: 60_000,
  })
}
