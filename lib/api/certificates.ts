import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { setTimeout as delay } from 'node:timers/promises'
import { renewCertificate } from '@/lib/certificates/commands/renew.ts'
import { getCertificate, getTls } from '@/lib/certificates/queries.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'
import type { Context } from '@/lib/core/context.ts'
import { failures, instanceIdOf, instanceParams, jsonBody, regional } from './route.ts'
import type { ApiEnvironment } from './route.ts'
import { certificateSchema, certificateType, toCertificate, toPemFile } from './wire/certificate.ts'

const renewalWaitMs = 10_000
const pollMs = 25

/** Adds the calls about the TLS certificate of an instance. */
export function addCertificateRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const certificate = createRoute({
    method: 'get',
    path: regional('/instances/{instance_id}/certificate'),
    operationId: 'GetInstanceCertificate',
    summary: 'Get the TLS certificate of an instance',
    description: 'Two certificates in PEM: of the server, then of the authority that signed it.',
    request: {
      params: instanceParams,
      query: z.object({ dl: z.string().optional().openapi({ description: '1: the raw file.' }) }),
    },
    responses: {
      ...failures,
      200: {
        description: 'The file in JSON, or raw when dl is 1.',
        content: {
          'application/json': { schema: certificateSchema },
          [certificateType]: { schema: z.string() },
        },
      },
    },
  })
  app.openapi(certificate, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const pem = toPemFile(await getCertificate.execute(c.var.context, { instanceId }))
    if (c.req.valid('query').dl !== '1') return c.json(toCertificate(pem), 200)
    return c.body(pem, 200, {
      'Content-Type': certificateType,
      'Content-Disposition': `attachment; filename="${instanceId}.pem"`,
    })
  })

  const renew = createRoute({
    method: 'post',
    path: regional('/instances/{instance_id}/renew-certificate'),
    operationId: 'RenewInstanceCertificate',
    summary: 'Renew the TLS certificate of an instance',
    description:
      'Issues a new key and certificate. The engine takes them while it runs: open connections live on. Answers when new connections see the new certificate, or after 10 s; then it follows soon.',
    request: { params: instanceParams, body: jsonBody(z.object({})) },
    responses: { ...failures, 204: { description: 'Renewed.' } },
  })
  app.openapi(renew, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    await renewCertificate.execute(c.var.context, { instanceId })
    await waitUntilRenewed(c.var.context, instanceId)
    return c.body(null, 204)
  })
}

/** The renewal is asked for already, so whatever keeps it from being seen here is no failure. */
async function waitUntilRenewed(context: Context, instanceId: string): Promise<void> {
  for (const startedMs = monotonicMs(); monotonicMs() - startedMs < renewalWaitMs;) {
    const { certificate } = await getTls.execute(context, { instanceId })
    if (!certificate?.isRenewing || certificate.renewalFailure !== null) return
    await delay(pollMs)
  }
}
