import type { ClientCertificate } from '@/lib/generated/prisma/client.ts'
import { describeCertificate } from '@/lib/crypto/certificates.ts'
import { now } from '@/lib/clock/clock.ts'
import type { CertificateFactsDto, ClientCertificateDto } from './schema.ts'
import { clientCertificateStatus } from './state.ts'

/** What a PEM certificate says about itself, as plain data. */
export function toFacts(pem: string): CertificateFactsDto {
  const { notBefore, notAfter, ...rest } = describeCertificate(pem)
  return { ...rest, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() }
}

/** Turns a row into what the console shows. */
export function toClientCertificateDto(row: ClientCertificate): ClientCertificateDto {
  return {
    id: row.id,
    instanceId: row.instanceId,
    userName: row.userName,
    serialNumber: row.serialNumber,
    description: row.description,
    status: clientCertificateStatus(row, now()),
    notAfter: row.notAfter.toISOString(),
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
