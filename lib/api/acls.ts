import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { createAllowedIps } from '@/lib/allowed-ips/commands/create.ts'
import { deleteAllowedIps } from '@/lib/allowed-ips/commands/delete.ts'
import { replaceAllowedIps } from '@/lib/allowed-ips/commands/replace.ts'
import { listAllowedIps } from '@/lib/allowed-ips/queries.ts'
import { getInstance } from '@/lib/instances/queries.ts'
import {
  answers,
  instanceIdOf,
  instanceParams,
  jsonBody,
  regional,
  type ApiEnvironment,
} from './route.ts'
import {
  aclRulePageSchema,
  aclRulesBody,
  aclRulesSchema,
  deleteAclRulesBody,
  toAclRules,
  toRules,
} from './wire/acls.ts'
import { pageOf, pageQuery } from './wire/common.ts'

const path = regional('/instances/{instance_id}/acls')

/** Adds the calls on allowed IPs to the API. */
export function addAclRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path,
    operationId: 'ListInstanceACLRules',
    summary: 'List the allowed IPs of an instance',
    request: { params: instanceParams, query: z.object(pageQuery) },
    responses: answers(aclRulePageSchema, 'The rules, oldest first.'),
  })
  app.openapi(list, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const [{ rules }, instance] = await Promise.all([
      listAllowedIps.execute(c.var.context, { instanceId }),
      getInstance.execute(c.var.context, { instanceId }),
    ])
    const query = c.req.valid('query')
    const shown = toAclRules(pageOf(rules, query), instance)
    return c.json({ rules: shown, total_count: rules.length }, 200)
  })

  const add = createRoute({
    method: 'post',
    path,
    operationId: 'AddInstanceACLRules',
    summary: 'Add allowed IPs to an instance',
    request: { params: instanceParams, body: jsonBody(aclRulesBody) },
    responses: answers(aclRulesSchema, 'All rules of the instance.'),
  })
  app.openapi(add, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const rules = toRules(c.req.valid('json'))
    const all = await createAllowedIps.execute(c.var.context, { instanceId, rules })
    const instance = await getInstance.execute(c.var.context, { instanceId })
    return c.json({ rules: toAclRules(all, instance) }, 200)
  })

  const set = createRoute({
    method: 'put',
    path,
    operationId: 'SetInstanceACLRules',
    summary: 'Replace the allowed IPs of an instance',
    description: 'An empty list shuts everyone out.',
    request: { params: instanceParams, body: jsonBody(aclRulesBody) },
    responses: answers(aclRulesSchema, 'All rules of the instance.'),
  })
  app.openapi(set, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const rules = toRules(c.req.valid('json'))
    const all = await replaceAllowedIps.execute(c.var.context, { instanceId, rules })
    const instance = await getInstance.execute(c.var.context, { instanceId })
    return c.json({ rules: toAclRules(all, instance) }, 200)
  })

  const remove = createRoute({
    method: 'delete',
    path,
    operationId: 'DeleteInstanceACLRules',
    summary: 'Remove allowed IPs from an instance',
    description: 'What is not on the list is ignored.',
    request: { params: instanceParams, body: jsonBody(deleteAclRulesBody) },
    responses: answers(aclRulesSchema, 'The rules that were removed.'),
  })
  app.openapi(remove, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const cidrs = c.req.valid('json').acl_rule_ips ?? []
    const removed = await deleteAllowedIps.execute(c.var.context, { instanceId, cidrs })
    const instance = await getInstance.execute(c.var.context, { instanceId })
    return c.json({ rules: toAclRules(removed, instance) }, 200)
  })
}
