import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { destroy } from '@/agent/platforms/local/destroy.ts'
import { driverOf, loadInstance, nodeSpec } from '@/agent/platforms/local/load.ts'
import { provision } from '@/agent/platforms/local/provision.ts'
import { restart } from '@/agent/platforms/local/restart.ts'
import type { Platform } from '@/agent/platforms/platform.ts'
import { logger } from '@/lib/log/log.ts'

const explainLines = 12

/** Runs instances as processes of this machine. */
export function createLocalPlatform(context: LocalContext): Platform {
  return {
    provision: (instanceId, step) => provision(context, instanceId, step),
    restart: (instanceId, step) => restart(context, instanceId, step),
    destroy: (instanceId, step) => destroy(context, instanceId, step),
    explain: async (instanceId) => {
      try {
        const instance = await loadInstance(instanceId)
        const [node] = instance.nodes
        if (!node) return []
        return await driverOf(instance).tailLog(nodeSpec(context, instance, node), explainLines)
      } catch (error) {
        // The failure itself must be told even when its engine's last words cannot be had.
        logger('platform').warn({ err: error, instanceId }, 'no log lines')
        return []
      }
    },
  }
}
