import { z } from 'zod'
import {
  principalKinds,
  principalSchema,
  searchSchema,
  type NamedDto,
  type PrincipalDto,
  type PrincipalKind,
} from '../schema.ts'

/** The request that conditions are tried on: the reader's own address and now when absent. */
const requestFields = {
  address: z.union([z.ipv4(), z.ipv6()], { error: 'Enter an IP address.' }).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  userAgent: z.string().max(255).optional(),
}

export const explainPrincipalSchema = z.strictObject({ ...principalSchema.shape, ...requestFields })
export type ExplainPrincipalInput = z.input<typeof explainPrincipalSchema>

export const whoCanSchema = z.strictObject({
  action: z.string().max(100),
  /** Absent: in the organization as a whole. */
  projectId: z.uuid().optional(),
  ...requestFields,
})
export type WhoCanInput = z.input<typeof whoCanSchema>

export const listPrincipalsSchema = z.strictObject({
  /** Part of an e-mail address or a name; letter case does not count. */
  search: searchSchema.optional(),
  kinds: z.array(z.enum(principalKinds)).optional(),
})
export type ListPrincipalsInput = z.input<typeof listPrincipalsSchema>

/** What allows an action: ownership, one's own account, or a rule of a policy. */
export type AccessPathDto =
  | { kind: 'owner' }
  | {
      kind: 'rule'
      policy: NamedDto
      ruleId: string
      /** Counts from 1, as shown. */
      ruleNumber: number
      permissionSetNames: string[]
      isOrganizationWide: boolean
      /** The group through which the policy reaches the principal; null: directly. */
      group: NamedDto | null
      condition: string
      /** Whether the condition holds for the request that was asked about. */
      isConditionMet: boolean
    }

export interface ExplainedActionDto {
  action: string
  /** True when any of the paths holds for the request that was asked about. */
  isAllowed: boolean
  paths: AccessPathDto[]
}

/** What a principal may do in one project, or (project null) in the organization. */
export interface ExplainedScopeDto {
  project: NamedDto | null
  /** Only actions with a path, in the order of the catalogue. */
  actions: ExplainedActionDto[]
}

export interface PrincipalExplanationDto {
  principal: PrincipalDto
  isOwner: boolean
  /** Why nothing of this can be used now, in a sentence; null when it can. */
  blockedBecause: string | null
  groups: NamedDto[]
  scopes: ExplainedScopeDto[]
}

export interface WhoCanEntryDto {
  principal: PrincipalDto & { kind: Exclude<PrincipalKind, 'group'> }
  isAllowed: boolean
  blockedBecause: string | null
  paths: AccessPathDto[]
}

export interface WhoCanDto {
  action: string
  project: NamedDto | null
  /** Members and applications with a path, those who may now first, then by name. */
  entries: WhoCanEntryDto[]
}
