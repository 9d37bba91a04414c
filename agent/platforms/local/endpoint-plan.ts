import { db } from '@/lib/db/db.ts'

/** What is wanted of one endpoint, and what was last seen of it, in one consistent read. */
export interface EndpointPlan {
  id: string
  instanceId: string
  kind: string
  port: number
  bindAddress: string | null
  isOpen: boolean
  isClosing: boolean
  failure: string | null
  targetNodeId: string | null
  status: string
  generation: number
  observedGeneration: number
  /** The primary of the instance; null before its creation came that far. */
  nodeId: string | null
  nodePort: number | null
  cidrs: string[]
}

/**
 * Reads the plan of an endpoint; null when it is gone. Whoever acts on it reads it under the
 * endpoint's lock, so that a later reader always acts later.
 */
export async function readPlan(endpointId: string): Promise<EndpointPlan | null> {
  const [plan] = await db().$queryRaw<EndpointPlan[]>`
    SELECT e."id", e."instance_id" AS "instanceId", e."kind", e."port",
      e."bind_address" AS "bindAddress", e."is_open" AS "isOpen",
      e."closing_at" IS NOT NULL AS "isClosing", e."failure",
      e."target_node_id" AS "targetNodeId", i."status",
      i."allowed_ips_generation" AS "generation",
      i."allowed_ips_observed_generation" AS "observedGeneration",
      n."id" AS "nodeId", n."port" AS "nodePort",
      ARRAY(SELECT "cidr" FROM "allowed_ip" WHERE "instance_id" = i."id") AS "cidrs"
    FROM "endpoint" e
    JOIN "instance" i ON i."id" = e."instance_id"
    LEFT JOIN LATERAL (
      SELECT "id", "port" FROM "node" WHERE "instance_id" = i."id" AND "role" = 'primary'
      ORDER BY "created_at" LIMIT 1
    ) n ON true
    WHERE e."id" = ${endpointId}::uuid`
  return plan ?? null
}

/** Public endpoints admit the allowed IPs; private ones everybody who reaches their network. */
export function admittedBy(plan: Pick<EndpointPlan, 'kind' | 'cidrs'>): string[] {
  return plan.kind === 'private_network' ? ['0.0.0.0/0', '::/0'] : plan.cidrs
}
