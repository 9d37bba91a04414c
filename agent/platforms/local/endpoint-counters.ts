import { z } from 'zod'
import type { EndpointCounts } from '@/agent/endpoints/endpoint.ts'

/** Totals of a running endpoint as they were last added up, kept in the endpoint's row. */
export const countersSchema = z.object({
  epoch: z.string(),
  refusedTotal: z.number(),
  admitted: z.record(z.string(), z.number()),
})
export type Counters = z.output<typeof countersSchema>

/** The totals in what an endpoint has counted. */
export function countersOf({ epoch, refusedTotal, admitted }: EndpointCounts): Counters {
  return {
    epoch,
    refusedTotal,
    admitted: Object.fromEntries(admitted.map(({ cidr, total }) => [cidr, total])),
  }
}
