import type { EnginePack } from '@/agent/packs/pack.ts'

/** The absolute path of one of the pack's programs; throws when the pack lacks it. */
export function executableOf(pack: EnginePack, name: string): string {
  const path = pack.executables[name]
  if (path === undefined) throw new Error(`The engine pack ${pack.id} has no program ${name}.`)
  return path
}

/** The major version as a number: 17 of "17" and of "17.11". */
export function majorOf(pack: EnginePack): number {
  const major = Number.parseInt(pack.version, 10)
  if (Number.isNaN(major)) throw new Error(`The engine pack ${pack.id} has no numeric version.`)
  return major
}
