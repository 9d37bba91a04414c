import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { clonePolicy } from '@/lib/iam/policies/commands/clone.ts'
import { createPolicy } from '@/lib/iam/policies/commands/create.ts'
import { deletePolicy } from '@/lib/iam/policies/commands/delete.ts'
import { updatePolicy } from '@/lib/iam/policies/commands/update.ts'
import { getPolicy, listPolicies } from '@/lib/iam/policies/queries.ts'
import { iam, nothing } from './iam-route.ts'
import { randomName } from './names.ts'
import { answers, jsonBody, type ApiEnvironment } from './route.ts'
import { pageOf } from './wire/common.ts'
import { knownId, ownOrganization, uuid } from './wire/iam-common.ts'
import {
  createPolicyBody,
  listPoliciesQuery,
  policyPageSchema,
  policySchema,
  toCreateInput,
  toListInput,
  toPolicy,
  toUpdateInput,
  updatePolicyBody,
} from './wire/iam-policies.ts'
import {
  listRulesQuery,
  ruleListSchema,
  rulePageSchema,
  setRulesBody,
  toRule,
  toRulesInput,
} from './wire/iam-rules.ts'

const params = z.object({ policy_id: uuid })
const idOf = (param: { policy_id: string }): string => knownId('policy', param.policy_id)
const answer = answers(policySchema, 'The policy.')

/** Adds the calls on policies and their rules to the API. */
export function addPolicyRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  addCollectionRoutes(app)
  addOneRoutes(app)
  addRuleRoutes(app)
}

function addCollectionRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path: iam('/policies'),
    operationId: 'ListPolicies',
    summary: 'List policies',
    request: { query: listPoliciesQuery },
    responses: answers(policyPageSchema, 'Policies of the organization.'),
  })
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    ownOrganization(c.var.context.actor, query.organization_id)
    const page = await listPolicies.execute(c.var.context, toListInput(query))
    return c.json({ policies: page.policies.map(toPolicy), total_count: page.totalCount }, 200)
  })

  const create = createRoute({
    method: 'post',
    path: iam('/policies'),
    operationId: 'CreatePolicy',
    summary: 'Create a policy',
    request: { body: jsonBody(createPolicyBody) },
    responses: answer,
  })
  app.openapi(create, async (c) => {
    const { context } = c.var
    const body = c.req.valid('json')
    const input = toCreateInput(body, context.actor, body.name || randomName('pol'))
    return c.json(toPolicy(await createPolicy.execute(context, input)), 200)
  })
}

function addOneRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const get = createRoute({
    method: 'get',
    path: iam('/policies/{policy_id}'),
    operationId: 'GetPolicy',
    summary: 'Get a policy',
    request: { params },
    responses: answer,
  })
  app.openapi(get, async (c) => {
    const policyId = idOf(c.req.valid('param'))
    return c.json(toPolicy(await getPolicy.execute(c.var.context, { policyId })), 200)
  })

  const update = createRoute({
    method: 'patch',
    path: iam('/policies/{policy_id}'),
    operationId: 'UpdatePolicy',
    summary: 'Update a policy',
    request: { params, body: jsonBody(updatePolicyBody) },
    responses: answer,
  })
  app.openapi(update, async (c) => {
    const input = toUpdateInput(idOf(c.req.valid('param')), c.req.valid('json'))
    return c.json(toPolicy(await updatePolicy.execute(c.var.context, input)), 200)
  })

  const clone = createRoute({
    method: 'post',
    path: iam('/policies/{policy_id}/clone'),
    operationId: 'ClonePolicy',
    summary: 'Copy a policy; the copy has no principal',
    request: { params },
    responses: answer,
  })
  app.openapi(clone, async (c) => {
    const policyId = idOf(c.req.valid('param'))
    return c.json(toPolicy(await clonePolicy.execute(c.var.context, { policyId })), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: iam('/policies/{policy_id}'),
    operationId: 'DeletePolicy',
    summary: 'Delete a policy',
    request: { params },
    responses: nothing,
  })
  app.openapi(remove, async (c) => {
    await deletePolicy.execute(c.var.context, { policyId: idOf(c.req.valid('param')) })
    return c.body(null, 204)
  })
}

function addRuleRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const set = createRoute({
    method: 'put',
    path: iam('/rules'),
    operationId: 'SetRules',
    summary: 'Replace the rules of a policy',
    request: { body: jsonBody(setRulesBody) },
    responses: answers(ruleListSchema, 'The new rules.'),
  })
  app.openapi(set, async (c) => {
    const { context } = c.var
    const body = c.req.valid('json')
    idOf(body)
    const policy = await updatePolicy.execute(context, toRulesInput(body, context.actor))
    const rules = policy.rules.map((rule) => toRule(rule, policy.organizationId))
    return c.json({ rules }, 200)
  })

  const list = createRoute({
    method: 'get',
    path: iam('/rules'),
    operationId: 'ListRules',
    summary: 'List the rules of a policy',
    request: { query: listRulesQuery },
    responses: answers(rulePageSchema, 'Its rules, in their order.'),
  })
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const policyId = idOf(query)
    const { rules, organizationId } = await getPolicy.execute(c.var.context, { policyId })
    const shown = pageOf(rules, query).map((rule) => toRule(rule, organizationId))
    return c.json({ rules: shown, total_count: rules.length }, 200)
  })
}
