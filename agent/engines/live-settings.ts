import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { engineVersionName } from '@/lib/instances/engines.ts'
import { wantedValues } from '@/lib/settings/list.ts'
import { nodeValues } from '@/lib/settings/node-values.ts'

/** A setting as the running engine has it, in the catalogue's unit. */
export interface ObservedSetting {
  name: string
  value: string
  /** True when this is what it shall be. */
  isEffective: boolean
}

/** What drivers do with the settings of a running engine. */
export interface SettingsVerbs {
  /**
   * Makes new sessions have every setting that `configure` has written and that needs no restart.
   * Throws what the engine says against a value.
   */
  apply(spec: NodeSpec, credentials: NodeCredentials): Promise<void>
  /** Reads every setting of the catalogue from the engine, as a new session has it. */
  observe(spec: NodeSpec, credentials: NodeCredentials): Promise<ObservedSetting[]>
}

/** What `engineVersionName` is to people is the key of the catalogue. */
export function versionOf(spec: Pick<NodeSpec, 'engine' | 'pack'>): string {
  return engineVersionName(spec.engine, spec.pack.version)
}

/** Every setting of the node's catalogue with the value that it shall have. */
export function wantedOf(spec: NodeSpec): Map<string, string> {
  return wantedValues(versionOf(spec), spec.settings, nodeValues(spec.engine, spec))
}

/** A number without what floating point adds to it. */
export function plainNumber(value: number): string {
  return String(Number(value.toFixed(6)))
}
