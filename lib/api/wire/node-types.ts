import { z } from '@hono/zod-openapi'
import { volumeClass, volumeLimits, type VolumeType } from '@/lib/instances/node-types.ts'
import type { NodeTypeDto } from '@/lib/instances/queries.ts'
import { pageQuery, queryFlag } from './common.ts'

const bytes = z.int().openapi({ description: 'Bytes.' })

const volumeTypeSchema = z
  .object({
    type: z.enum(['lssd', 'bssd', 'sbs_5k', 'sbs_15k']),
    description: z.string(),
    min_size: bytes,
    max_size: bytes,
    chunk_size: bytes,
    class: z.enum(['lssd', 'bssd', 'sbs']),
  })
  .openapi('NodeTypeVolumeType')

const nodeTypeSchema = z
  .object({
    name: z.string(),
    stock_status: z.enum(['unknown', 'low_stock', 'out_of_stock', 'available']),
    description: z.string(),
    vcpus: z.int(),
    memory: bytes,
    volume_constraint: z
      .object({ min_size: bytes, max_size: bytes })
      .openapi({ description: 'Use available_volume_types instead.' }),
    is_bssd_compatible: z.boolean(),
    disabled: z.boolean(),
    beta: z.boolean(),
    available_volume_types: z.array(volumeTypeSchema),
    is_ha_required: z.boolean(),
    generation: z.enum(['unknown_generation', 'generation_v1', 'generation_v2', 'generation_v3']),
    instance_range: z.string(),
    region: z.string(),
  })
  .openapi('NodeType')

export const nodeTypePageSchema = z
  .object({ node_types: z.array(nodeTypeSchema), total_count: z.int() })
  .openapi('ListNodeTypesResponse')

export const listNodeTypesQuery = z.object({
  include_disabled_types: queryFlag
    .optional()
    .openapi({ description: 'Accepted; no type is disabled.' }),
  ...pageQuery,
})

function volume(
  type: VolumeType,
  description: string,
  sizes: { min: number; max: number; step: number },
): z.input<typeof volumeTypeSchema> {
  return {
    type,
    description,
    min_size: sizes.min,
    max_size: sizes.max,
    chunk_size: sizes.step,
    class: volumeClass(type),
  }
}

const chosen = volume('sbs_5k', 'Volume of a chosen size', {
  min: volumeLimits.minBytes,
  max: volumeLimits.maxBytes,
  step: volumeLimits.stepBytes,
})

/** A node type on the wire; out of stock when the machine has no room for one more. */
export function toNodeType(type: NodeTypeDto, region: string): z.input<typeof nodeTypeSchema> {
  const local = type.localVolumeBytes
  const localVolumes =
    local === null
      ? []
      : [volume('lssd', 'Volume that comes with the node', { min: local, max: local, step: 0 })]
  return {
    name: type.name,
    stock_status: type.available ? 'available' : 'out_of_stock',
    description: type.description,
    vcpus: type.vcpus,
    memory: type.memoryBytes,
    volume_constraint: { min_size: local ?? 0, max_size: local ?? 0 },
    is_bssd_compatible: false,
    disabled: false,
    beta: false,
    available_volume_types: [...localVolumes, chosen],
    is_ha_required: false,
    generation: type.generation,
    instance_range: type.range,
    region,
  }
}
