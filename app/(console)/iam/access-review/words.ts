import type { Tone } from '@/components/ui/badge.tsx'
import type { ItemKind, ReviewFlag } from '@/lib/access-review/schema.ts'

/** What each kind of access is called. */
export const kindLabels: Readonly<Record<ItemKind, { one: string; many: string }>> = {
  member: { one: 'Member', many: 'Members' },
  application: { one: 'Application', many: 'Applications' },
  api_key: { one: 'API key', many: 'API keys' },
  policy: { one: 'Policy', many: 'Policies' },
  database_user: { one: 'Database user', many: 'Database users' },
  allowed_ip: { one: 'Allowed IP', many: 'Allowed IPs' },
  client_certificate: { one: 'Client certificate', many: 'Client certificates' },
}

interface FlagWords {
  label: string
  tone: Tone
  /** Why it deserves a second look. */
  help: string
}

export const flagWords: Readonly<Record<ReviewFlag, FlagWords>> = {
  review_due: {
    label: 'Due again',
    tone: 'danger',
    help: 'The day on which it should be looked at again has come.',
  },
  wide_open: {
    label: 'Wide open',
    tone: 'danger',
    help: 'Every address on the internet may connect.',
  },
  unused_90: {
    label: 'Unused for 90 days',
    tone: 'warning',
    help: 'No use was seen in the last 90 days.',
  },
  unused_30: {
    label: 'Unused for 30 days',
    tone: 'warning',
    help: 'No use was seen in the last 30 days.',
  },
  never_used: { label: 'Never used', tone: 'warning', help: 'No use was ever seen.' },
  admin: { label: 'Admin rights', tone: 'info', help: 'It may change what others have.' },
  only_owner: {
    label: 'Only owner',
    tone: 'info',
    help: 'Nobody else can help when this member is away. A second owner can.',
  },
  expired: { label: 'Expired', tone: 'neutral', help: 'It opens nothing any more; delete it.' },
  no_expiry: { label: 'No expiry', tone: 'warning', help: 'It works until somebody revokes it.' },
  no_principal: { label: 'Reaches nobody', tone: 'neutral', help: 'The policy has no principal.' },
  custom_privilege: {
    label: 'Custom privileges',
    tone: 'info',
    help: 'SQL changed what the user may do.',
  },
  made_by_sql: { label: 'Made by SQL', tone: 'info', help: 'Somebody made the user by SQL.' },
}
