import { z } from '@hono/zod-openapi'
import { invalid } from '@/lib/core/errors.ts'
import type { ApiKeyActor } from '@/lib/auth/api-keys.ts'
import type {
  CreateMemberInput,
  ListMembersInput,
  MemberDto,
  MemberOrder,
  UpdateMemberInput,
} from '@/lib/iam/members/schema.ts'
import { queryFlag, timestamp, toTimestamp } from './common.ts'
import {
  given,
  iamPageQuery,
  organizationQuery,
  ownOrganization,
  repeated,
  tagQuery,
  uuid,
} from './iam-common.ts'

const orders = {
  created_at_asc: 'created_at_asc',
  created_at_desc: 'created_at_desc',
  updated_at_asc: 'updated_at_asc',
  updated_at_desc: 'updated_at_desc',
  email_asc: 'email_asc',
  email_desc: 'email_desc',
  last_login_asc: 'last_sign_in_asc',
  last_login_desc: 'last_sign_in_desc',
  username_asc: 'name_asc',
  username_desc: 'name_desc',
} as const satisfies Record<string, MemberOrder>

/** The model's rule for names to sign in with. */
const username = /^[a-zA-Z0-9@._-]{2,64}$/
const locale = 'en_US'

export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    username: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    phone_number: z.string(),
    locale: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
    organization_id: z.string(),
    deletable: z.boolean(),
    last_login_at: timestamp.nullable(),
    type: z.enum(['owner', 'member']),
    two_factor_enabled: z.boolean(),
    status: z.enum(['invitation_pending', 'activated']),
    mfa: z.boolean(),
    account_root_user_id: z.string().nullable(),
    tags: z.array(z.string()),
    locked: z.boolean(),
  })
  .openapi('User')

export const userPageSchema = z.object({
  users: z.array(userSchema),
  total_count: z.number().int(),
})

export const listUsersQuery = z.object({
  order_by: z.enum(Object.keys(orders) as (keyof typeof orders)[]).default('created_at_asc'),
  user_ids: repeated(uuid),
  mfa: queryFlag.optional(),
  type: z.enum(['unknown_type', 'owner', 'member']).optional(),
  ...tagQuery,
  ...organizationQuery,
  ...iamPageQuery,
})

const nameField = z.string().max(64, 'At most 64 characters.').nullish()

const memberBody = z.object({
  email: z.string(),
  send_password_email: z.boolean().nullish(),
  send_welcome_email: z.boolean().nullish(),
  username: z.string().regex(username, '2 to 64 letters, digits, @, dots, dashes, underscores.'),
  password: z.string().nullish().openapi({ description: 'Absent: the user is invited.' }),
  first_name: nameField,
  last_name: nameField,
  phone_number: z.string().nullish(),
  locale: z.string().nullish(),
})

export const createUserBody = z
  .object({
    organization_id: uuid.nullish(),
    tags: z.array(z.string()).nullish(),
    email: z.string().nullish().openapi({ description: 'Invites somebody by e-mail address.' }),
    member: memberBody.nullish(),
  })
  .openapi('CreateUserRequest')

export const updateUserBody = z
  .object({
    tags: z.array(z.string()).nullish(),
    email: z.string().nullish(),
    first_name: nameField,
    last_name: nameField,
    phone_number: z.string().nullish(),
    locale: z.string().nullish(),
  })
  .openapi('UpdateUserRequest')

export const updateUsernameBody = z
  .object({ username: memberBody.shape.username })
  .openapi('UpdateUserUsernameRequest')

export const updatePasswordBody = z
  .object({
    password: z.string(),
    current_password: z.string().nullish().openapi({
      description: "Needed for the password of the key's own user.",
    }),
  })
  .openapi('UpdateUserPasswordRequest')

function refuse(argument: string, message: string): never {
  throw invalid([{ argument, reason: 'constraint', message }])
}

function refuseUnknown(body: {
  phone_number?: string | null | undefined
  locale?: string | null | undefined
}): void {
  if (body.phone_number) refuse('phone_number', 'Phone numbers are not kept here.')
  if (body.locale && body.locale !== locale) refuse('locale', `The console speaks ${locale} only.`)
}

/** What the command calls a request to create a user. */
export function toCreateInput(
  body: z.output<typeof createUserBody>,
  actor: ApiKeyActor,
): CreateMemberInput {
  const { member } = body
  const email = member?.email ?? body.email
  if (email == null) refuse('member', 'Send a member, or an email to invite.')
  if (member) refuseUnknown(member)
  const fullName = [member?.first_name, member?.last_name].filter(Boolean).join(' ')
  const name = fullName === '' ? member?.username : fullName
  return {
    organizationId: ownOrganization(actor, body.organization_id),
    email,
    ...given('name', name),
    ...given('password', member?.password === '' ? undefined : member?.password),
    ...given('tags', body.tags),
  }
}

/** What the command calls a request to update a user, of whom it changes what was given. */
export function toUpdateInput(
  user: MemberDto,
  body: z.output<typeof updateUserBody>,
): UpdateMemberInput {
  refuseUnknown(body)
  if (body.email != null && body.email.toLowerCase() !== user.email) {
    refuse('email', 'The e-mail address of a member stays. Create another member.')
  }
  const { firstName, lastName } = namesOf(user)
  const name = [body.first_name ?? firstName, body.last_name ?? lastName].filter(Boolean).join(' ')
  const isNamed = body.first_name != null || body.last_name != null
  return {
    memberId: user.id,
    ...(isNamed && { name: name === '' ? user.email : name }),
    ...given('tags', body.tags),
  }
}

/** What the query calls a request to list users. */
export function toListInput(query: z.output<typeof listUsersQuery>): ListMembersInput {
  return {
    order: orders[query.order_by],
    page: query.page,
    pageSize: query.page_size,
    // Nobody has a second factor.
    ...(query.mfa === true ? { memberIds: [] } : given('memberIds', query.user_ids)),
    ...(query.type === 'owner' && { isOwner: true }),
    ...(query.type === 'member' && { isOwner: false }),
    ...given('tag', query.tag),
  }
}

function namesOf({ name, email }: MemberDto): { firstName: string; lastName: string } {
  const space = name.indexOf(' ')
  if (name === email || space < 0) return { firstName: '', lastName: '' }
  return { firstName: name.slice(0, space), lastName: name.slice(space + 1) }
}

/** A member as the API shows it. */
export function toUser(member: MemberDto): z.input<typeof userSchema> {
  const { firstName, lastName } = namesOf(member)
  return {
    id: member.id,
    email: member.email,
    username: username.test(member.name) ? member.name : member.email,
    first_name: firstName,
    last_name: lastName,
    phone_number: '',
    locale,
    created_at: toTimestamp(member.createdAt),
    updated_at: toTimestamp(member.updatedAt),
    organization_id: member.organizationId,
    deletable: !member.isOwner,
    last_login_at: member.lastSignInAt && toTimestamp(member.lastSignInAt),
    type: member.isOwner ? 'owner' : 'member',
    two_factor_enabled: false,
    status: member.status,
    mfa: false,
    account_root_user_id: null,
    tags: member.tags,
    locked: member.isLocked,
  }
}
