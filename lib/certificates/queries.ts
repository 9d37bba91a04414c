import { authorise } from '@/lib/core/authorise.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import { getInstanceOrThrow, instanceRef } from '@/lib/instances/resource.ts'
import { toClientCertificateDto, toFacts } from './internal.ts'
import { tlsRefSchema, type ClientCertificatesDto, type TlsDto } from './schema.ts'

const authorityId = 'installation'

/** The instance's server certificate and the authority that signed it, as PEM. */
export const getCertificate = defineQuery({
  name: 'certificate.read',
  input: tlsRefSchema,
  run: async (
    context,
    { instanceId },
  ): Promise<{ certificatePem: string; authorityPem: string }> => {
    const row = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'certificate.read', instanceRef(row))
    const [certificate, authority] = await Promise.all([
      db().certificate.findUnique({ where: { instanceId } }),
      db().certificateAuthority.findUnique({ where: { id: authorityId } }),
    ])
    if (!certificate || !authority) {
      throw preconditionFailed(
        'unknown_precondition',
        'The certificate is issued while the instance is created. Try again in a moment.',
      )
    }
    return {
      certificatePem: certificate.certificatePem,
      authorityPem: authority.certificatePem,
    }
  },
})

/** What the instance presents to its clients, until when, and whether it is being renewed. */
export const getTls = defineQuery({
  name: 'certificate.read',
  input: tlsRefSchema,
  run: async (context, { instanceId }): Promise<TlsDto> => {
    const row = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'certificate.read', instanceRef(row))
    const [certificate, authority] = await Promise.all([
      db().certificate.findUnique({ where: { instanceId } }),
      db().certificateAuthority.findUnique({ where: { id: authorityId } }),
    ])
    return {
      certificate: certificate && {
        ...toFacts(certificate.certificatePem),
        isRenewing: certificate.renewalRequestedAt !== null,
        renewedAt: certificate.renewedAt?.toISOString() ?? null,
        renewalFailure: certificate.renewalFailure,
      },
      authority: authority && toFacts(authority.certificatePem),
      requireTls: row.requireTls,
    }
  },
})

/** The instance's client certificates, newest first, and the users who can have one. */
export const listClientCertificates = defineQuery({
  name: 'client_certificate.read',
  input: tlsRefSchema,
  run: async (context, { instanceId }): Promise<ClientCertificatesDto> => {
    const row = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'client_certificate.read', instanceRef(row))
    const [certificates, users, authority] = await Promise.all([
      db().clientCertificate.findMany({
        where: { instanceId },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      }),
      db().databaseUser.findMany({
        where: { instanceId, status: { not: 'deleting' } },
        select: { name: true, requiresClientCertificate: true },
        orderBy: { name: 'asc' },
      }),
      db().clientAuthority.findUnique({ where: { instanceId }, select: { failure: true } }),
    ])
    return {
      clientCertificates: certificates.map(toClientCertificateDto),
      users,
      failure: authority?.failure ?? null,
    }
  },
})
