import { listenTo } from '@/agent/operations/listen.ts'
import { wakeable, type Wake } from '@/lib/core/command.ts'

/** Runs a reconciler soon: for one instance, or for all of them when it is null. */
export type WakeHandlers = Readonly<
  Partial<Record<Wake['reconciler'], (instanceId: string | null) => void>>
>

/**
 * Wakes the reconcilers that commands ask for. After a lost connection every one is woken for all
 * instances, because notifications may have been missed.
 */
export function listenForWakes(
  databaseUrl: string,
  handlers: WakeHandlers,
): { stop(): Promise<void> } {
  return listenTo(databaseUrl, 'holdfast_wake', (payload) => {
    const [name, instanceId = null] = payload?.split(' ') ?? []
    for (const reconciler of wakeable) {
      if (payload === null || reconciler === name) handlers[reconciler]?.(instanceId)
    }
  })
}
