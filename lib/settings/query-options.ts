import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { SettingsDto } from './schema.ts'

const busyMs = 1_000
const restMs = 15_000

/** Keys of everything about settings. */
export const settingKeys = {
  of: (instanceId: string) => ['settings', instanceId] as const,
}

/** A restart, after which nothing waits any more, is no change of the settings. */
function isBusy({ isApplying, observedAt, settings }: SettingsDto): boolean {
  return isApplying || observedAt === null || settings.some(({ isPending }) => isPending)
}

/** The settings of an instance; asked often while a change is being applied or waits. */
export function settingsQuery(instanceId: string) {
  return queryOptions({
    queryKey: settingKeys.of(instanceId),
    queryFn: () => fetchResult<SettingsDto>(`/data/instances/${instanceId}/settings`),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? busyMs : restMs),
  })
}
