import { z } from 'zod'
import type { ClientCertificateStatus } from './state.ts'

export const tlsRefSchema = z.strictObject({ instanceId: z.uuid() })

/** The longest life of a client certificate; its authority lives 20 years. */
export const maxValidDays = 3650

export const createClientCertificateSchema = z.strictObject({
  instanceId: z.uuid(),
  userName: z.string().min(1, 'Choose a user.').max(63, 'Choose a user of this instance.'),
  description: z
    .string()
    .trim()
    .max(200, 'A description has at most 200 characters.')
    .regex(/^[^\p{Cc}]*$/u, 'Use printable characters only.')
    .default(''),
  validDays: z
    .number({ error: 'Enter a number of days.' })
    .int('Enter a whole number of days.')
    .min(1, 'At least 1 day.')
    .max(maxValidDays, `At most ${String(maxValidDays)} days.`)
    .default(365),
})

export const revokeClientCertificateSchema = z.strictObject({
  instanceId: z.uuid(),
  clientCertificateId: z.uuid(),
})

/** What a certificate says about itself. */
export interface CertificateFactsDto {
  subject: string
  dnsNames: string[]
  ipAddresses: string[]
  notBefore: string
  notAfter: string
  serialNumber: string
  sha256Fingerprint: string
}

export interface TlsDto {
  /** Null until the certificate is issued, while the instance is created. */
  certificate:
    | (CertificateFactsDto & {
        /** True until the engine presents the new certificate. */
        isRenewing: boolean
        renewedAt: string | null
        /** Why the engine does not present the new one yet, in a sentence. */
        renewalFailure: string | null
      })
    | null
  /** What clients trust; the same for every instance of the installation. */
  authority: CertificateFactsDto | null
  /** True refuses clients without TLS. */
  requireTls: boolean
}

export interface ClientCertificateDto {
  id: string
  instanceId: string
  userName: string
  serialNumber: string
  description: string
  status: ClientCertificateStatus
  notAfter: string
  createdAt: string
  revokedAt: string | null
}

export interface ClientCertificatesDto {
  clientCertificates: ClientCertificateDto[]
  /** Users who can have one, with whether they are let in only with one. */
  users: { name: string; requiresClientCertificate: boolean }[]
  /** Why the engine does not follow the client certificates yet, in a sentence. */
  failure: string | null
}

/** What is shown once, when a client certificate was made; kept nowhere. */
export interface NewClientCertificate extends ClientCertificateDto {
  certificatePem: string
  /** PKCS #8 without a password. */
  privateKeyPem: string
}
