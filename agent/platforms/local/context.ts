import type { DataDirectoryPool } from '@/agent/engines/pool.ts'
import type { EndpointDriver } from '@/agent/endpoints/endpoint.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import type { Environment } from '@/lib/env/env.ts'
import type { Paths } from '@/lib/paths/paths.ts'

/** What the local platform works with; made once when the agent starts. */
export interface LocalContext {
  environment: Environment
  paths: Paths
  packs: readonly EnginePack[]
  endpoints: EndpointDriver
  pool: DataDirectoryPool
}
