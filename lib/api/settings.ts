import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { updateSettings } from '@/lib/settings/commands/update.ts'
import {
  answers,
  instanceIdOf,
  instanceParams,
  jsonBody,
  regional,
  type ApiEnvironment,
} from './route.ts'
import { settingNamesBody, settingsAnswer, settingsBody } from './wire/settings.ts'

const path = regional('/instances/{instance_id}/settings')

/** Adds the calls about engine settings; restarts that they need come at once. */
export function addSettingsRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const add = createRoute({
    method: 'post',
    path,
    operationId: 'AddInstanceSettings',
    summary: 'Add or change settings of an instance',
    request: { params: instanceParams, body: jsonBody(settingsBody) },
    responses: answers(settingsAnswer, 'All settings; the instance is configuring.'),
  })
  app.openapi(add, async (c) => {
    const settings = await updateSettings.execute(c.var.context, {
      instanceId: instanceIdOf(c.req.valid('param')),
      mode: 'merge',
      settings: c.req.valid('json').settings ?? [],
    })
    return c.json({ settings }, 200)
  })

  const set = createRoute({
    method: 'put',
    path,
    operationId: 'SetInstanceSettings',
    summary: 'Replace the settings of an instance',
    request: { params: instanceParams, body: jsonBody(settingsBody) },
    responses: answers(settingsAnswer, 'The settings as sent; the instance is configuring.'),
  })
  app.openapi(set, async (c) => {
    const settings = await updateSettings.execute(c.var.context, {
      instanceId: instanceIdOf(c.req.valid('param')),
      mode: 'replace',
      settings: c.req.valid('json').settings ?? [],
    })
    return c.json({ settings }, 200)
  })

  const remove = createRoute({
    method: 'delete',
    path,
    operationId: 'DeleteInstanceSettings',
    summary: 'Give settings of an instance their defaults again',
    request: { params: instanceParams, body: jsonBody(settingNamesBody) },
    responses: answers(settingsAnswer, 'What is left; the instance is configuring.'),
  })
  app.openapi(remove, async (c) => {
    const settings = await updateSettings.execute(c.var.context, {
      instanceId: instanceIdOf(c.req.valid('param')),
      mode: 'merge',
      settingNames: c.req.valid('json').setting_names ?? [],
    })
    return c.json({ settings }, 200)
  })
}
