import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { newId } from '@/lib/ids/ids.ts'
import { env } from '@/lib/env/env.ts'
import { notFound } from '@/lib/core/errors.ts'
import { authenticate } from './authenticate.ts'
import { readJsonBody } from './body.ts'
import { toErrorAnswer } from './errors.ts'
import { addRdbRoutes } from './rdb.ts'
import type { ApiEnvironment } from './route.ts'
import { toInvalidArguments } from './validation.ts'

const standardHeaders: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const requestId = newId()
  c.set('requestId', requestId)
  await next()
  c.header('X-Request-Id', requestId)
  c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('X-Frame-Options', 'DENY')
  c.header('Cache-Control', 'no-store')
  const isHttps = c.req.url.startsWith('https:') || c.req.header('x-forwarded-proto') === 'https'
  if (isHttps) c.header('Strict-Transport-Security', 'max-age=63072000')
}

const ownRegionOnly: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const region = c.req.param('region')
  if (region !== env().region) throw notFound('region', region ?? '')
  await next()
}

function createApi(): OpenAPIHono<ApiEnvironment> {
  const app = new OpenAPIHono<ApiEnvironment>({
    defaultHook: async (result, c) => {
      if (result.success) return
      const input: unknown =
        result.target === 'json' ? await c.req.json() : { ...c.req.query(), ...c.req.param() }
      throw toInvalidArguments(result.error, input)
    },
  })
  app.onError((error, c) => {
    const { status, body, headers } = toErrorAnswer(error, c.var.requestId)
    return c.json(body, status, headers)
  })
  app.notFound((c) => {
    const message = 'This path does not exist in the API of this release.'
    return c.json({ type: 'unknown_path', message }, 404)
  })
  app.use(standardHeaders)
  app.use('/rdb/v1/regions/*', authenticate)
  app.use('/rdb/v1/regions/:region/*', ownRegionOnly, readJsonBody)
  addRdbRoutes(app)
  app.openAPIRegistry.registerComponent('securitySchemes', 'ApiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-Auth-Token',
    description: 'The secret key of an API key.',
  })
  app.doc31('/rdb/v1/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Holdfast: managed PostgreSQL and MySQL',
      version: '1',
      description: 'Managed databases on your own machine.',
    },
    security: [{ ApiKey: [] }],
  })
  return app
}

/** The HTTP API of Holdfast: one `fetch` for every path below `/rdb`. */
export const api = createApi()
