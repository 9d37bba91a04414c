import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { driverFor } from '@/agent/engines/drivers.ts'
import type {
  EngineDriver,
  NodeCredentials,
  NodeSpec,
  ServerCertificate,
} from '@/agent/engines/driver.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { findProcess } from '@/agent/process/find.ts'
import type { ProcessRef } from '@/agent/process/find.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { stopProcess } from '@/agent/process/stop.ts'
import { newId } from '@/lib/ids/ids.ts'

const readyTimeoutMs = 60_000

/** A port of the loopback address that nothing uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What a test node may differ in. */
export type TestNodeOptions = Partial<
  Pick<NodeSpec, 'requireTls' | 'settings' | 'initSettings' | 'port'>
>

/** One node under test, driven as the platform drives it. */
export interface TestNode {
  driver: EngineDriver
  spec: NodeSpec
  credentials: NodeCredentials
  /** Configures and starts without waiting. */
  launch(): Promise<ProcessRef>
  /** Configures, starts, and waits until a query works. */
  start(): Promise<ProcessRef>
  /** Looks the process up in the machine, as an agent does that knows nothing of it. */
  find(): Promise<ProcessRef | null>
  stop(): Promise<NodeJS.Signals | null>
}

export async function testNode(
  pack: EnginePack,
  directory: string,
  password: string,
  certificate: ServerCertificate,
  options: TestNodeOptions = {},
): Promise<TestNode> {
  if (pack.product === 'haproxy') throw new Error('Not an engine.')
  const driver = driverFor(pack.product)
  const credentials = { user: '_rdb_superadmin', password }
  const spec: NodeSpec = {
    nodeId: newId(),
    instanceId: newId(),
    engine: pack.product,
    pack,
    directory,
    port: await freePort(),
    memoryBytes: 512 * 1024 * 1024,
    vcpus: 1,
    settings: [],
    initSettings: [],
    requireTls: true,
    ...options,
  }
  const executable = executableOf(pack, pack.product === 'mysql' ? 'mysqld' : 'postgres')
  const data = layoutOf(directory).data
  const launch = async () => {
    await driver.configure(spec, certificate)
    return startDetached(driver.startCommand(spec), await engineIdentity())
  }
  const find = () => findProcess({ executable, directory: data })
  return {
    driver,
    spec,
    credentials,
    launch,
    find,
    async start() {
      const ref = await launch()
      await waitUntil(async () => (await driver.probe(spec, credentials, 2_000)).state === 'up', {
        timeoutMs: readyTimeoutMs,
        label: `${pack.id} to answer`,
      })
      return ref
    },
    async stop() {
      await driver.disconnect(spec.nodeId)
      return stopProcess(await find(), { ladder: driver.stopLadder, directory })
    },
  }
}

/** The directory in which a suite's node number `index` lives. */
export function testNodeDirectory(root: string, index: number): string {
  return join(root, 'instances', `instance-${index}`, `node-${index}`)
}
