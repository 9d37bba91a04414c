import type { PackWanted } from '@/agent/packs/catalogue.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { compareVersions } from '@/agent/packs/version.ts'

/** Whether a pack's product and version are what a wanted one asks for. */
export function satisfies(
  wanted: Pick<PackWanted, 'product' | 'version' | 'match'>,
  pack: Pick<EnginePack, 'product' | 'version'>,
): boolean {
  if (pack.product !== wanted.product) return false
  return wanted.match === 'exact'
    ? pack.version === wanted.version
    : compareVersions(pack.version, wanted.version) >= 0
}
