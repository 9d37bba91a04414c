import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { notFound } from '@/lib/core/errors.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { toClientCertificateDto } from '../internal.ts'
import { revokeClientCertificateSchema } from '../schema.ts'

/** Makes a client certificate count no longer; revoking it again changes nothing. */
export const revokeClientCertificate = defineCommand({
  name: 'client_certificate.revoke',
  input: revokeClientCertificateSchema,
  resource: lockInstance,
  run: async (tx, _context, { instanceId, clientCertificateId }) => {
    const found = await tx.clientCertificate.findFirst({
      where: { id: clientCertificateId, instanceId },
    })
    if (!found) throw notFound('client_certificate', clientCertificateId)
    const row = found.revokedAt
      ? found
      : await tx.clientCertificate.update({
          where: { id: found.id },
          data: { revokedAt: now() },
        })
    const { userName, serialNumber, description } = row
    return {
      result: toClientCertificateDto(row),
      audit: {
        before: {
          id: row.id,
          userName,
          serialNumber,
          description,
          revoked: found.revokedAt !== null,
        },
        after: { revoked: true },
      },
      wake: { reconciler: 'certificates', instanceId },
    }
  },
})
