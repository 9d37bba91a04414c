import type { EngineDriver, NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'

/** The running engine of an instance, as work on what is inside it needs it. */
export interface Inside {
  instanceId: string
  driver: EngineDriver
  spec: NodeSpec
  credentials: NodeCredentials
}
