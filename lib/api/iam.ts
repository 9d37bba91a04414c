import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { permissionSets } from '@/lib/iam/catalogue.ts'
import { getOrganization } from '@/lib/iam/queries.ts'
import { addApiKeyRoutes } from './iam-api-keys.ts'
import { addApplicationRoutes } from './iam-applications.ts'
import { addGroupRoutes } from './iam-groups.ts'
import { addPolicyRoutes } from './iam-policies.ts'
import { addIamUserRoutes } from './iam-users.ts'
import { iam } from './iam-route.ts'
import { answers, type ApiEnvironment } from './route.ts'
import { pageOf } from './wire/common.ts'
import { knownId, ownOrganization, uuid } from './wire/iam-common.ts'
import {
  listPermissionSetsQuery,
  permissionSetPageSchema,
  toPermissionSet,
} from './wire/iam-rules.ts'

const organizationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    alias: z.string(),
    login_password_enabled: z.boolean(),
    login_magic_code_enabled: z.boolean(),
    login_oauth2_enabled: z.boolean(),
    login_saml_enabled: z.boolean(),
  })
  .openapi('Organization')

/** Adds the calls of the namespace `iam` to the API. */
export function addIamRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  addIamUserRoutes(app)
  addApplicationRoutes(app)
  addGroupRoutes(app)
  addPolicyRoutes(app)
  addApiKeyRoutes(app)
  addCatalogueRoutes(app)
}

function addCatalogueRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path: iam('/permission-sets'),
    operationId: 'ListPermissionSets',
    summary: 'List permission sets',
    request: { query: listPermissionSetsQuery },
    responses: answers(permissionSetPageSchema, 'Permission sets that rules may name.'),
  })
  app.openapi(list, (c) => {
    const query = c.req.valid('query')
    ownOrganization(c.var.context.actor, query.organization_id)
    const sets = permissionSets.toSorted((left, right) =>
      query.order_by.startsWith('name') ? left.name.localeCompare(right.name, 'en') : 0,
    )
    if (query.order_by.endsWith('desc')) sets.reverse()
    const shown = pageOf(sets, query).map(toPermissionSet)
    return c.json({ permission_sets: shown, total_count: sets.length }, 200)
  })

  const get = createRoute({
    method: 'get',
    path: iam('/organizations/{organization_id}'),
    operationId: 'GetOrganization',
    summary: 'Get the organization',
    request: { params: z.object({ organization_id: uuid }) },
    responses: answers(organizationSchema, 'The organization and how its users sign in.'),
  })
  app.openapi(get, async (c) => {
    const { organization_id: id } = c.req.valid('param')
    ownOrganization(c.var.context.actor, knownId('organization', id))
    const organization = await getOrganization.execute(c.var.context, {})
    return c.json(
      {
        ...organization,
        alias: '',
        login_password_enabled: true,
        login_magic_code_enabled: false,
        login_oauth2_enabled: false,
        login_saml_enabled: false,
      },
      200,
    )
  })
}
