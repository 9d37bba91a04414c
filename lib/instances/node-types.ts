const mib = 1024 ** 2
const gib = 1024 ** 3
/** Volumes are counted in decimal gigabytes, as the model does. */
export const gigabyte = 10 ** 9

export type NodeTypeRange = 'development' | 'general_purpose'

export interface NodeType {
  name: string
  range: NodeTypeRange
  generation: 'generation_v1' | 'generation_v2'
  vcpus: number
  memoryBytes: number
  /** Size of the local volume that comes with the type; null when it has none. */
  localVolumeBytes: number | null
  description: string
}

function nodeType(
  name: string,
  range: NodeTypeRange,
  vcpus: number,
  memoryBytes: number,
  localVolumeGigabytes: number | null,
): NodeType {
  const memory =
    memoryBytes < gib ? `${String(memoryBytes / mib)} MiB` : `${String(memoryBytes / gib)} GiB`
  return {
    name,
    range,
    generation: localVolumeGigabytes === null ? 'generation_v2' : 'generation_v1',
    vcpus,
    memoryBytes,
    localVolumeBytes: localVolumeGigabytes === null ? null : localVolumeGigabytes * gigabyte,
    description: `${String(vcpus)} vCPU, ${memory} memory`,
  }
}

/** The model's node types, and one small enough for a laptop (`db-dev-xs`). */
export const nodeTypes: readonly NodeType[] = [
  nodeType('db-dev-xs', 'development', 1, 512 * mib, 5),
  nodeType('db-dev-s', 'development', 2, 2 * gib, 5),
  nodeType('db-dev-m', 'development', 3, 4 * gib, 25),
  nodeType('db-dev-l', 'development', 4, 8 * gib, 50),
  nodeType('db-dev-xl', 'development', 4, 12 * gib, 75),
  nodeType('db-play2-pico', 'development', 1, 2 * gib, null),
  nodeType('db-play2-nano', 'development', 2, 4 * gib, null),
  nodeType('db-pro2-xxs', 'general_purpose', 2, 8 * gib, null),
  nodeType('db-pro2-xs', 'general_purpose', 4, 16 * gib, null),
  nodeType('db-pro2-s', 'general_purpose', 8, 32 * gib, null),
  nodeType('db-pro2-m', 'general_purpose', 16, 64 * gib, null),
  nodeType('db-pro2-l', 'general_purpose', 32, 128 * gib, null),
  nodeType('db-pop2-2c-8g', 'general_purpose', 2, 8 * gib, null),
  nodeType('db-pop2-4c-16g', 'general_purpose', 4, 16 * gib, null),
  nodeType('db-pop2-8c-32g', 'general_purpose', 8, 32 * gib, null),
  nodeType('db-pop2-16c-64g', 'general_purpose', 16, 64 * gib, null),
  nodeType('db-pop2-32c-128g', 'general_purpose', 32, 128 * gib, null),
]

/** Finds a node type; letter case does not count. */
export function findNodeType(name: string): NodeType | null {
  return nodeTypes.find((type) => type.name === name.toLowerCase()) ?? null
}

export const volumeTypes = ['lssd', 'sbs_5k'] as const
export type VolumeType = (typeof volumeTypes)[number]

/** Bounds of a chosen volume size; the step is the unit that sizes come in. */
export const volumeLimits = {
  minBytes: 5 * gigabyte,
  maxBytes: 10_000 * gigabyte,
  stepBytes: 5 * gigabyte,
} as const

/** The model's class of a volume type. */
export function volumeClass(type: VolumeType): 'lssd' | 'sbs' {
  return type === 'lssd' ? 'lssd' : 'sbs'
}
