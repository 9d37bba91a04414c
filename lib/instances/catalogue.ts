import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Capacity } from './capacity.ts'
import { engineFacts, engineNames, engineVersionName, type EngineName } from './engines.ts'

export interface EngineVersionDto {
  name: string
  engine: EngineName
  version: string
  /** Exact release of the pack; null when there is none. */
  release: string | null
  available: boolean
  /** Why it cannot be created, in a sentence; null when it can. */
  reason: string | null
  endOfLife: string | null
}

/** Every engine version that the agent knows of, engine by engine, newest first. */
export async function listEngineVersions(
  database: Database | Transaction,
): Promise<EngineVersionDto[]> {
  const packs = await database.pack.findMany({ where: { product: { in: [...engineNames] } } })
  const versions = packs.flatMap((pack): EngineVersionDto[] => {
    const engine = engineNames.find((name) => name === pack.product)
    if (engine === undefined) return []
    return [
      {
        name: engineVersionName(engine, pack.version),
        engine,
        version: pack.version,
        release: pack.release,
        available: pack.available,
        reason: pack.reason,
        endOfLife: engineFacts[engine].endOfLife[pack.version] ?? null,
      },
    ]
  })
  const byName = new Map<string, EngineVersionDto>()
  for (const version of versions) {
    const known = byName.get(version.name)
    if (!known || (version.available && !known.available)) byName.set(version.name, version)
  }
  return [...byName.values()].sort(
    (a, b) =>
      engineNames.indexOf(a.engine) - engineNames.indexOf(b.engine) ||
      b.version.localeCompare(a.version, 'en', { numeric: true }),
  )
}

/** What the machine has and what is promised; null until the agent has reported. */
export async function readCapacity(database: Database | Transaction): Promise<Capacity | null> {
  // One after the other: inside a transaction there is only one connection to ask on.
  const machine = await database.machine.findFirst()
  const promised = await database.instance.aggregate({
    _sum: { memoryBytes: true, volumeSizeBytes: true },
  })
  if (!machine) return null
  return {
    memoryBytes: Number(machine.memoryBytes),
    diskFreeBytes: Number(machine.diskFreeBytes),
    promisedMemoryBytes: Number(promised._sum.memoryBytes ?? 0),
    promisedVolumeBytes: Number(promised._sum.volumeSizeBytes ?? 0),
  }
}
