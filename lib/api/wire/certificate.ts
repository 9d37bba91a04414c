import { z } from '@hono/zod-openapi'

export const certificateType = 'application/x-pem-file'

export const certificateSchema = z
  .object({
    name: z.string(),
    content_type: z.string(),
    content: z.string().openapi({ format: 'byte', description: 'The PEM file in base64.' }),
  })
  .openapi('File')

/** The file that clients verify with: the server's certificate, then the authority behind it. */
export function toPemFile(certificate: { certificatePem: string; authorityPem: string }): string {
  return `${certificate.certificatePem.trimEnd()}\n${certificate.authorityPem.trimEnd()}\n`
}

/** The PEM file wrapped for JSON. */
export function toCertificate(pem: string): z.input<typeof certificateSchema> {
  return {
    name: 'ssl_certificate',
    content_type: certificateType,
    content: Buffer.from(pem, 'utf8').toString('base64'),
  }
}
