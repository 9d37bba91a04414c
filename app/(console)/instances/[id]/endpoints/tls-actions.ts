'use server'

import { defineAction } from '@/lib/auth/define-action.ts'
import { createClientCertificate } from '@/lib/certificates/commands/create-client.ts'
import { renewCertificate } from '@/lib/certificates/commands/renew.ts'
import { revokeClientCertificate } from '@/lib/certificates/commands/revoke-client.ts'
import { updateUser } from '@/lib/users/commands/update.ts'

export const renewCertificateAction = defineAction(renewCertificate)
export const createClientCertificateAction = defineAction(createClientCertificate)
export const revokeClientCertificateAction = defineAction(revokeClientCertificate)
export const requireCertificateAction = defineAction(updateUser)
