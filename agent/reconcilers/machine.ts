import { statfs } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import type { EnginePack, UnavailablePack } from '@/agent/packs/pack.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'

/** Memory that this process may count on: the machine's, or less in a limited control group. */
function memoryBytes(): number {
  const constrained = process.constrainedMemory()
  const total = totalmem()
  return constrained > 0 && constrained < total ? constrained : total
}

/** Reports the machine and that the agent lives; capacity checks read this row. */
export async function reportMachine(instancesDirectory: string, startedAt: Date): Promise<void> {
  const disk = await statfs(instancesDirectory)
  const facts = {
    memoryBytes: BigInt(memoryBytes()),
    vcpus: availableParallelism(),
    diskBytes: BigInt(disk.blocks) * BigInt(disk.bsize),
    diskFreeBytes: BigInt(disk.bavail) * BigInt(disk.bsize),
    agentPid: process.pid,
    agentStartedAt: startedAt,
    heartbeatAt: now(),
  }
  await db().machine.upsert({
    where: { id: 'local' },
    create: { id: 'local', ...facts },
    update: facts,
  })
}

/**
 * Publishes which engine versions this machine has, and why it lacks others. Without a proxy no
 * instance could be reached, so then none can be created.
 */
export async function reportPacks(
  packs: readonly EnginePack[],
  unavailable: readonly UnavailablePack[],
  hasProxy: boolean,
): Promise<void> {
  const checkedAt = now()
  const reasonOfAll = hasProxy ? null : 'HAProxy, through which clients connect, is missing here.'
  const rows = [
    ...packs.map(({ id, product, version, release, origin }) => {
      const state = { available: hasProxy, reason: reasonOfAll }
      return { id, product, version, release, origin, ...state, checkedAt }
    }),
    ...unavailable.map(({ product, version, reason }) => ({
      id: `${product}-${version}-unavailable`,
      product,
      version,
      release: null,
      origin: null,
      available: false,
      reason,
      checkedAt,
    })),
  ]
  await db().$transaction([
    db().pack.deleteMany({}),
    db().pack.createMany({ data: rows, skipDuplicates: true }),
  ])
}
