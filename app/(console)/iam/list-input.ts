import type { ApiKeyOrder, ListApiKeysInput } from '@/lib/iam/api-keys/schema.ts'
import type { ApplicationOrder, ListApplicationsInput } from '@/lib/iam/applications/schema.ts'
import type { GroupOrder, ListGroupsInput } from '@/lib/iam/groups/schema.ts'
import {
  memberStatuses,
  type ListMembersInput,
  type MemberOrder,
} from '@/lib/iam/members/schema.ts'
import type { ListPoliciesInput, PolicyOrder } from '@/lib/iam/policies/schema.ts'

export const pageSize = 25

/** Reads a parameter of the address; null when it is not there. */
export type Get = (key: string) => string | null

/** Parameters as a page on the server gets them. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** The first value of every parameter. */
export async function getterOf(searchParams: SearchParams): Promise<Get> {
  const parameters = await searchParams
  return (key) => {
    const value = parameters[key]
    return typeof value === 'string' ? value : (value?.[0] ?? null)
  }
}

interface Shared<O> {
  search?: string
  order: O
  page: number
  pageSize: number
}

/** What is not known counts as not set. */
function sharedFrom<O extends string>(
  get: Get,
  orders: Readonly<Record<string, O>>,
  fallback: O,
): Shared<O> {
  const search = get('search')?.trim().slice(0, 200)
  const page = Number(get('page') ?? 1)
  const sort = get('sort') ?? ''
  return {
    ...(search ? { search } : {}),
    order: (Object.hasOwn(orders, sort) ? orders[sort] : undefined) ?? fallback,
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
    pageSize,
  }
}

const memberOrders: Readonly<Record<string, MemberOrder>> = {
  name: 'name_asc',
  '-name': 'name_desc',
  signIn: 'last_sign_in_asc',
  '-signIn': 'last_sign_in_desc',
}

export function membersInput(get: Get): ListMembersInput {
  const status = get('status')
  const known = memberStatuses.find((value) => value === status)
  const kind = get('kind')
  return {
    ...sharedFrom(get, memberOrders, 'name_asc'),
    ...(known ? { status: known } : {}),
    ...(known === 'activated' ? { isLocked: false } : {}),
    ...(status === 'locked' ? { isLocked: true } : {}),
    ...(kind === 'owner' || kind === 'member' ? { isOwner: kind === 'owner' } : {}),
  }
}

const groupOrders: Readonly<Record<string, GroupOrder>> = { name: 'name_asc', '-name': 'name_desc' }

export function groupsInput(get: Get): ListGroupsInput {
  return sharedFrom(get, groupOrders, 'name_asc')
}

const applicationOrders: Readonly<Record<string, ApplicationOrder>> = {
  name: 'name_asc',
  '-name': 'name_desc',
}

export function applicationsInput(get: Get): ListApplicationsInput {
  return sharedFrom(get, applicationOrders, 'name_asc')
}

const apiKeyOrders: Readonly<Record<string, ApiKeyOrder>> = {
  created: 'created_at_asc',
  '-created': 'created_at_desc',
  expires: 'expires_at_asc',
  '-expires': 'expires_at_desc',
  used: 'last_used_at_asc',
  '-used': 'last_used_at_desc',
}

export function apiKeysInput(get: Get): ListApiKeysInput {
  const kind = get('kind')
  const status = get('status')
  return {
    ...sharedFrom(get, apiKeyOrders, 'created_at_desc'),
    ...(kind === 'member' || kind === 'application' ? { bearerKind: kind } : {}),
    ...(status === 'active' || status === 'expired' ? { isExpired: status === 'expired' } : {}),
  }
}

const policyOrders: Readonly<Record<string, PolicyOrder>> = {
  name: 'policy_name_asc',
  '-name': 'policy_name_desc',
}

export function policiesInput(get: Get): ListPoliciesInput {
  const reach = get('reach')
  const set = get('set')?.slice(0, 100)
  return {
    ...sharedFrom(get, policyOrders, 'policy_name_asc'),
    ...(reach === 'nobody' || reach === 'somebody' ? { hasNoPrincipal: reach === 'nobody' } : {}),
    ...(set ? { permissionSetName: set } : {}),
  }
}
