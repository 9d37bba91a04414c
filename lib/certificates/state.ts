import type { InstanceStatus, Permitted } from '@/lib/instances/state.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Holdfast renews a certificate by itself when it has less than this left. */
export const renewBeforeMs = 45 * dayMs
/** Less left is shown as a warning: Holdfast should have renewed it long ago. */
const warnBeforeMs = 30 * dayMs
const dangerBeforeMs = 7 * dayMs

export type Expiry = 'fine' | 'soon' | 'urgent' | 'expired'

/** How near the end of a certificate is. */
export function expiryOf(notAfter: string, nowMs: number): Expiry {
  const leftMs = new Date(notAfter).getTime() - nowMs
  if (leftMs <= 0) return 'expired'
  if (leftMs < dangerBeforeMs) return 'urgent'
  return leftMs < warnBeforeMs ? 'soon' : 'fine'
}

/** Whole days left, never below 0. */
export function daysLeft(notAfter: string, nowMs: number): number {
  return Math.max(0, Math.floor((new Date(notAfter).getTime() - nowMs) / dayMs))
}

/** The sentence about a certificate that ends soon; null for one that does not. */
export function expiryWarning(notAfter: string, nowMs: number): string | null {
  const days = daysLeft(notAfter, nowMs)
  switch (expiryOf(notAfter, nowMs)) {
    case 'fine':
      return null
    case 'expired':
      return 'The TLS certificate has expired. Clients that verify it are refused. Renew it.'
    case 'soon':
    case 'urgent':
      return days === 0
        ? 'The TLS certificate expires today. Renew it.'
        : `The TLS certificate expires in ${String(days)} ${days === 1 ? 'day' : 'days'}. Renew it.`
  }
}

export type ClientCertificateStatus = 'active' | 'expired' | 'revoking' | 'revoked'

/** What a client certificate is good for now. */
export function clientCertificateStatus(
  row: { notAfter: Date; revokedAt: Date | null; refusedAt: Date | null },
  now: Date,
): ClientCertificateStatus {
  if (row.revokedAt) return row.refusedAt ? 'revoked' : 'revoking'
  return row.notAfter <= now ? 'expired' : 'active'
}

const yes: Permitted = { allowed: true }
const no = (reason: string): Permitted => ({ allowed: false, reason })

interface InstanceState {
  status: InstanceStatus
}

function changeable({ status }: InstanceState): Permitted {
  if (status === 'provisioning' || status === 'initializing') {
    return no('The certificate is issued while the instance is created. Wait until it runs.')
  }
  if (status === 'deleting' || status === 'locked') {
    return no(`An instance that is ${status} cannot be changed.`)
  }
  return yes
}

export const can = {
  renew: changeable,
  issueClient: changeable,
  /** Always: what must not be trusted any more must not wait for anything. */
  revokeClient: (): Permitted => yes,
}

/** True for names that access rules and certificates can hold as they are; users made by SQL may have others. */
export function canHaveCertificate(userName: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_$-]{0,62}$/.test(userName)
}
