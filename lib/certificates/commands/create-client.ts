import { addMs, now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { invalid, preconditionFailed } from '@/lib/core/errors.ts'
import { describeCertificate } from '@/lib/crypto/certificates.ts'
import { issueClientCertificate } from '@/lib/crypto/client-certificates.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { ensureClientAuthority } from '../client-authority.ts'
import { toClientCertificateDto } from '../internal.ts'
import { createClientCertificateSchema, type NewClientCertificate } from '../schema.ts'
import { can, canHaveCertificate } from '../state.ts'

const dayMs = 24 * 60 * 60 * 1000
/** More would make the page and the list of revoked ones long; nobody needs them. */
const maxPerInstance = 1_000

/**
 * Issues a certificate with which one user of the instance can prove who they are. The key is in
 * the result and nowhere else.
 */
export const createClientCertificate = defineCommand({
  name: 'client_certificate.create',
  input: createClientCertificateSchema,
  resource: lockInstance,
  run: async (tx, _context, input, record) => {
    requirePermitted(record, can.issueClient)
    const { instanceId, userName, description, validDays } = input
    await requireUser(tx, instanceId, userName)
    await requireRoom(tx, instanceId)
    const authority = await ensureClientAuthority(tx, instanceId)
    const notBefore = now()
    const issued = await issueClientCertificate({
      authority,
      userName,
      notBefore,
      notAfter: earlier(
        addMs(notBefore, validDays * dayMs),
        describeCertificate(authority.certificatePem).notAfter,
      ),
    })
    const { serialNumber, notAfter, certificatePem, privateKeyPem } = issued
    const row = await tx.clientCertificate.create({
      data: { id: newId(), instanceId, userName, serialNumber, description, notAfter },
    })
    const dto = toClientCertificateDto(row)
    const result: NewClientCertificate = { ...dto, certificatePem, privateKeyPem }
    return {
      result,
      audit: {
        after: {
          id: row.id,
          userName,
          serialNumber,
          description,
          notAfter: notAfter.toISOString(),
        },
      },
      wake: { reconciler: 'certificates', instanceId },
    }
  },
})

async function requireUser(tx: Transaction, instanceId: string, name: string): Promise<void> {
  const user = await tx.databaseUser.findUnique({
    where: { instanceId_name: { instanceId, name } },
    select: { status: true },
  })
  const exists = user !== null && user.status !== 'deleting'
  if (exists && canHaveCertificate(name)) return
  const message = exists
    ? 'Only users whose name has letters, digits, underscore, dollar and dash can have one.'
    : 'This instance has no user of that name. Create the user first.'
  throw invalid([{ argument: 'userName', reason: 'constraint', message }])
}

async function requireRoom(tx: Transaction, instanceId: string): Promise<void> {
  const count = await tx.clientCertificate.count({ where: { instanceId } })
  if (count < maxPerInstance) return
  throw preconditionFailed(
    'unknown_precondition',
    `An instance has at most ${String(maxPerInstance)} client certificates, revoked ones included.`,
  )
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}
