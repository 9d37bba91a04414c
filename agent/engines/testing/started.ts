import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineName } from '@/agent/engines/driver.ts'
import { createPool } from '@/agent/engines/pool.ts'
import { testAuthority, testCertificate } from '@/agent/engines/testing/certificate.ts'
import { signIn, type TestSession } from '@/agent/engines/testing/client.ts'
import { testNode, testNodeDirectory, type TestNode } from '@/agent/engines/testing/node.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { killAllIn } from '@/agent/process/stop.ts'

const plainSeal = { seal: (secret: string) => secret, open: (sealed: string) => sealed }

/** Password of every user that `StartedNode.add` makes. */
export const testPassword = 'Plain-Pass-1'

/** A node that runs, with its database `rdb` and no user of a customer yet. */
export interface StartedNode {
  engine: EngineName
  node: TestNode
  /** Makes a user with `testPassword`. */
  add(name: string, options?: { isAdmin?: boolean }): Promise<void>
  /** Signs in as a client behind an endpoint would. */
  open(user: string, database?: string, password?: string): Promise<TestSession>
  /** Runs statements one after the other in a session of the user; the last one's rows. */
  as(
    user: string,
    statements: string | string[],
    database?: string,
  ): Promise<Record<string, unknown>[]>
  /** Runs statements as Holdfast's superuser. */
  asSuperuser(statements: string | string[], database?: string): Promise<Record<string, unknown>[]>
  end(): Promise<void>
}

/** Starts one node of the pack in a directory of its own. */
export async function startNode(pack: EnginePack): Promise<StartedNode> {
  const engine: EngineName = pack.product === 'mysql' ? 'mysql' : 'postgresql'
  const root = await mkdtemp(join(tmpdir(), 'holdfast-inside-'))
  await chmod(root, 0o711)
  const certificate = await testCertificate(await testAuthority())
  const pool = createPool(join(root, 'pool'), plainSeal)
  const directory = testNodeDirectory(root, 0)
  const remove = async () => {
    await killAllIn(root)
    await rm(root, { recursive: true, force: true })
  }
  const prepare = async () => {
    const { password } = await pool.claim(pack, directory)
    const node = await testNode(pack, directory, password, certificate)
    await node.start()
    await node.driver.ensureDatabase(node.spec, node.credentials, 'rdb')
    return { password, node }
  }
  const { password, node } = await prepare().catch(async (error: unknown) => {
    await remove()
    throw error
  })
  const { driver, spec, credentials } = node

  const open = (user: string, secret: string, from: '127.0.0.1' | '127.0.0.2', database: string) =>
    signIn(engine, {
      port: spec.port,
      user,
      password: secret,
      database,
      authorityPem: certificate.authorityPem,
      from,
    })
  const runAll = async (session: TestSession, statements: string | string[]) => {
    try {
      let rows: Record<string, unknown>[] = []
      for (const statement of [statements].flat()) rows = await session.query(statement)
      return rows
    } finally {
      await session.close()
    }
  }
  const openAs = (user: string, database = 'rdb', secret = testPassword) =>
    open(user, secret, '127.0.0.2', database)
  return {
    engine,
    node,
    add: (name, { isAdmin = false } = {}) =>
      driver.ensureUser(spec, credentials, { name, isAdmin, password: testPassword }),
    open: openAs,
    as: async (user, statements, database) => runAll(await openAs(user, database), statements),
    asSuperuser: async (statements, database = 'rdb') =>
      runAll(await open(credentials.user, password, '127.0.0.1', database), statements),
    end: async () => {
      await driver.disconnect(spec.nodeId)
      await remove()
    },
  }
}
