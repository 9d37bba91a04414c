import { join } from 'node:path'

/** Where everything of one installation lies below its data directory; all paths absolute. */
export interface Paths {
  dataDir: string
  packs: string
  packCache: string
  /** Records of the running processes of Holdfast itself. */
  run: string
  secrets: string
  masterKey: string
  logs: string
  controlDatabase: string
  pool: string
  instances: string
  endpoints: string
}

/** Lays out a data directory; makes nothing. */
export function pathsOf(dataDir: string): Paths {
  return {
    dataDir,
    packs: join(dataDir, 'packs'),
    packCache: join(dataDir, 'cache', 'packs'),
    run: join(dataDir, 'run'),
    secrets: join(dataDir, 'secrets'),
    masterKey: join(dataDir, 'secrets', 'master.key'),
    logs: join(dataDir, 'logs'),
    controlDatabase: join(dataDir, 'control'),
    pool: join(dataDir, 'pool'),
    instances: join(dataDir, 'instances'),
    endpoints: join(dataDir, 'endpoints'),
  }
}

/** The directory of one node: `data/`, `conf/`, `tls/` and `log/` lie in it. */
export function nodeDirectory(paths: Paths, instanceId: string, nodeId: string): string {
  return join(paths.instances, instanceId, nodeId)
}

/** The directory of one endpoint's configuration and runtime files. */
export function endpointDirectory(paths: Paths, endpointId: string): string {
  return join(paths.endpoints, endpointId)
}
