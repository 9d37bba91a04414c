import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed, transientState } from '@/lib/core/errors.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { tlsRefSchema } from '../schema.ts'
import { can } from '../state.ts'

/** Asks for a new server certificate and key; the engine takes them while it runs. */
export const renewCertificate = defineCommand({
  name: 'certificate.renew',
  input: tlsRefSchema,
  resource: lockInstance,
  run: async (tx, _context, { instanceId }, record) => {
    requirePermitted(record, can.renew)
    const certificate = await tx.certificate.findUnique({ where: { instanceId } })
    if (!certificate) {
      throw preconditionFailed(
        'unknown_precondition',
        'The instance has no certificate yet. Retry its creation.',
      )
    }
    if (certificate.renewalRequestedAt) {
      const message = 'The certificate is being renewed already. Wait until that is done.'
      throw transientState('certificate', instanceId, 'renewing', message)
    }
    await tx.certificate.update({
      where: { instanceId },
      data: { renewalRequestedAt: now(), renewalFailure: null },
    })
    return {
      result: undefined,
      audit: { before: { notAfter: certificate.notAfter.toISOString() } },
      wake: { reconciler: 'certificates', instanceId },
    }
  },
})
