import { z } from 'zod'
import {
  iamTagsSchema,
  newPasswordSchema,
  pageFields,
  personNameSchema,
  searchSchema,
  type NamedDto,
} from '../schema.ts'

export const memberEmailSchema = z
  .email('Enter an e-mail address.')
  .max(254, 'An e-mail address has at most 254 characters.')
  .toLowerCase()

export const createMemberSchema = z.strictObject({
  organizationId: z.uuid(),
  email: memberEmailSchema,
  /** The e-mail address when absent. */
  name: personNameSchema.optional(),
  /** Absent: the member is invited, and chooses a password by the link. */
  password: newPasswordSchema.optional(),
  isOwner: z.boolean().default(false),
  tags: iamTagsSchema.default([]),
  /** Groups that the member is in from the start. */
  groupIds: z.array(z.uuid()).max(100).default([]),
})
export type CreateMemberInput = z.input<typeof createMemberSchema>

export const memberRefSchema = z.strictObject({ memberId: z.uuid() })

export const updateMemberSchema = z.strictObject({
  memberId: z.uuid(),
  name: personNameSchema.optional(),
  tags: iamTagsSchema.optional(),
  isOwner: z.boolean().optional(),
})
export type UpdateMemberInput = z.input<typeof updateMemberSchema>

export const deleteMemberSchema = z.strictObject({
  memberId: z.uuid(),
  /** The e-mail address as typed by the user; the API, which has no such field, leaves it out. */
  confirmName: z.string().optional(),
})

export const updateMemberPasswordSchema = z.strictObject({
  memberId: z.uuid(),
  password: newPasswordSchema,
  /** Needed in the console for one's own account, when it has a password. */
  currentPassword: z.string().max(1024).optional(),
})

export const acceptInvitationSchema = z.strictObject({
  token: z.string().min(1).max(200),
  password: newPasswordSchema,
  /** What the member is called from then on; as invited when absent. */
  name: personNameSchema.optional(),
})

export const memberOrders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'email_asc',
  'email_desc',
  'name_asc',
  'name_desc',
  'last_sign_in_asc',
  'last_sign_in_desc',
] as const
export type MemberOrder = (typeof memberOrders)[number]

export const memberStatuses = ['invitation_pending', 'activated'] as const
export type MemberStatus = (typeof memberStatuses)[number]

export const listMembersSchema = z.strictObject({
  /** Part of the e-mail address or the name; letter case does not count. */
  search: searchSchema.optional(),
  memberIds: z.array(z.uuid()).max(100).optional(),
  isOwner: z.boolean().optional(),
  isLocked: z.boolean().optional(),
  status: z.enum(memberStatuses).optional(),
  tag: searchSchema.optional(),
  order: z.enum(memberOrders).default('created_at_asc'),
  ...pageFields,
})
export type ListMembersInput = z.input<typeof listMembersSchema>

export interface MemberDto {
  id: string
  organizationId: string
  email: string
  name: string
  isOwner: boolean
  status: MemberStatus
  isLocked: boolean
  tags: string[]
  groups: NamedDto[]
  /** Policies of the member itself, without those of groups. */
  policyCount: number
  /** Keys that are neither deleted nor expired. */
  apiKeyCount: number
  /** Browsers that are signed in. */
  sessionCount: number
  hasPassword: boolean
  /** True once the member signed in through the OpenID Connect provider. */
  isFromOidc: boolean
  /** Null unless an invitation is pending. */
  invitationExpiresAt: string | null
  lastSignInAt: string | null
  createdAt: string
  updatedAt: string
}

export interface MemberPage {
  members: MemberDto[]
  totalCount: number
  readAt: string
}

/** The link by which an invited member chooses a password; shown once. */
export interface InvitationDto {
  /** Path below the console's address, with the token. */
  path: string
  expiresAt: string
}

/** A member that was just made; the invitation is null when a password was given. */
export interface NewMemberDto extends MemberDto {
  invitation: InvitationDto | null
}
