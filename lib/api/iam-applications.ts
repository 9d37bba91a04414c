import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { createApplication } from '@/lib/iam/applications/commands/create.ts'
import { deleteApplication } from '@/lib/iam/applications/commands/delete.ts'
import { updateApplication } from '@/lib/iam/applications/commands/update.ts'
import { getApplication, listApplications } from '@/lib/iam/applications/queries.ts'
import { iam, nothing } from './iam-route.ts'
import { randomName } from './names.ts'
import { answers, jsonBody, type ApiEnvironment } from './route.ts'
import { knownId, ownOrganization, uuid } from './wire/iam-common.ts'
import {
  applicationPageSchema,
  applicationSchema,
  createNamedBody,
  listApplicationsQuery,
  toApplication,
  toApplicationListInput,
  toNamedChanges,
  updateNamedBody,
} from './wire/iam-groups.ts'

const params = z.object({ application_id: uuid })
const idOf = (param: z.output<typeof params>): string =>
  knownId('application', param.application_id)
const answer = answers(applicationSchema, 'The application.')

/** Adds the calls on applications to the API. */
export function addApplicationRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  addCollectionRoutes(app)
  addOneRoutes(app)
}

function addCollectionRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path: iam('/applications'),
    operationId: 'ListApplications',
    summary: 'List applications',
    request: { query: listApplicationsQuery },
    responses: answers(applicationPageSchema, 'Applications of the organization.'),
  })
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    ownOrganization(c.var.context.actor, query.organization_id)
    const page = await listApplications.execute(c.var.context, toApplicationListInput(query))
    const applications = page.applications.map(toApplication)
    return c.json({ applications, total_count: page.totalCount }, 200)
  })

  const create = createRoute({
    method: 'post',
    path: iam('/applications'),
    operationId: 'CreateApplication',
    summary: 'Create an application',
    request: { body: jsonBody(createNamedBody) },
    responses: answer,
  })
  app.openapi(create, async (c) => {
    const { context } = c.var
    const body = c.req.valid('json')
    const application = await createApplication.execute(context, {
      ...toNamedChanges(body),
      organizationId: ownOrganization(context.actor, body.organization_id),
      name: body.name || randomName('app'),
    })
    return c.json(toApplication(application), 200)
  })
}

function addOneRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const get = createRoute({
    method: 'get',
    path: iam('/applications/{application_id}'),
    operationId: 'GetApplication',
    summary: 'Get an application',
    request: { params },
    responses: answer,
  })
  app.openapi(get, async (c) => {
    const applicationId = idOf(c.req.valid('param'))
    return c.json(
      toApplication(await getApplication.execute(c.var.context, { applicationId })),
      200,
    )
  })

  const update = createRoute({
    method: 'patch',
    path: iam('/applications/{application_id}'),
    operationId: 'UpdateApplication',
    summary: 'Update an application',
    request: { params, body: jsonBody(updateNamedBody) },
    responses: answer,
  })
  app.openapi(update, async (c) => {
    const applicationId = idOf(c.req.valid('param'))
    const input = { applicationId, ...toNamedChanges(c.req.valid('json')) }
    return c.json(toApplication(await updateApplication.execute(c.var.context, input)), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: iam('/applications/{application_id}'),
    operationId: 'DeleteApplication',
    summary: 'Delete an application with its API keys and policies',
    request: { params },
    responses: nothing,
  })
  app.openapi(remove, async (c) => {
    await deleteApplication.execute(c.var.context, { applicationId: idOf(c.req.valid('param')) })
    return c.body(null, 204)
  })
}
