import { z } from '@hono/zod-openapi'

const message = z.string()

/** Body of every failure, told apart by `type`; failures without a type have a message only. */
export const errorSchema = z
  .union([
    z.object({
      type: z.literal('invalid_arguments'),
      message,
      details: z.array(
        z.object({
          argument_name: z.string(),
          reason: z.enum(['required', 'format', 'constraint', 'unknown']),
          help_message: z.string(),
        }),
      ),
    }),
    z.object({
      type: z.literal('denied_authentication'),
      message,
      method: z.literal('api_key'),
      reason: z.enum(['not_found', 'expired', 'invalid_argument']),
    }),
    z.object({
      type: z.literal('permissions_denied'),
      message,
      details: z.array(z.object({ resource: z.string(), action: z.enum(['read', 'write']) })),
      help_message: z.string(),
    }),
    z.object({
      type: z.literal('quotas_exceeded'),
      message,
      details: z.array(z.object({})),
      help_message: z.string(),
    }),
    z.object({
      type: z.literal('not_found'),
      message,
      resource: z.string(),
      resource_id: z.string(),
    }),
    z.object({
      type: z.literal('transient_state'),
      message,
      resource: z.string(),
      resource_id: z.string(),
      current_state: z.string(),
      help_message: z.string(),
    }),
    z.object({
      type: z.literal('already_exists'),
      message,
      resource: z.string(),
      resource_id: z.string(),
      help_message: z.string(),
    }),
    z.object({
      type: z.literal('precondition_failed'),
      message,
      precondition: z.string(),
      help_message: z.string(),
    }),
    z.object({
      type: z.literal('out_of_stock'),
      message,
      resource: z.string(),
      help_message: z.string(),
    }),
    z.object({
      type: z.literal('too_many_requests'),
      message,
      help_message: z.string(),
      reset_seconds: z.number().optional(),
    }),
    z.object({
      type: z.enum(['unknown_path', 'unsupported_media_type', 'request_too_large', 'conflict']),
      message,
    }),
    z.object({ type: z.enum(['internal', 'unavailable']), message, request_id: z.string() }),
  ])
  .openapi('Error')

export type ErrorBody = z.input<typeof errorSchema>
