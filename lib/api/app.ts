import { OpenAPIHono } from '@hono/zod-openapi'
import { Hono, type MiddlewareHandler } from 'hono'
import { newId } from '@/lib/ids/ids.ts'
import { env } from '@/lib/env/env.ts'
import { notFound } from '@/lib/core/errors.ts'
import { authenticate } from './authenticate.ts'
import { readJsonBody } from './body.ts'
import { toErrorAnswer } from './errors.ts'
import { addIamRoutes } from './iam.ts'
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

interface Namespace {
  /** Path of its OpenAPI document, which needs no key. */
  document: string
  title: string
  description: string
  addRoutes(app: OpenAPIHono<ApiEnvironment>): void
}

const rdb: Namespace = {
  document: '/rdb/v1/openapi.json',
  title: 'Holdfast: managed PostgreSQL and MySQL',
  description: 'Managed databases on your own machine.',
  addRoutes: (app) => {
    app.use('/rdb/v1/regions/*', authenticate)
    app.use('/rdb/v1/regions/:region/*', ownRegionOnly, readJsonBody)
    addRdbRoutes(app)
  },
}

const iam: Namespace = {
  document: '/iam/v1alpha1/openapi.json',
  title: 'Holdfast: who may do what',
  description: 'Users, groups, applications, API keys and policies.',
  addRoutes: (app) => {
    app.use('/iam/v1alpha1/*', authenticate, readJsonBody)
    addIamRoutes(app)
  },
}

function createNamespace(namespace: Namespace): OpenAPIHono<ApiEnvironment> {
  const app = new OpenAPIHono<ApiEnvironment>({
    defaultHook: async (result, c) => {
      if (result.success) return
      const input: unknown =
        result.target === 'json' ? await c.req.json() : { ...c.req.query(), ...c.req.param() }
      throw toInvalidArguments(result.error, input)
    },
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'ApiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-Auth-Token',
    description: 'The secret key of an API key.',
  })
  const { title, description } = namespace
  app.doc31(namespace.document, {
    openapi: '3.1.0',
    info: { title, version: '1', description },
    security: [{ ApiKey: [] }],
  })
  namespace.addRoutes(app)
  return app
}

function createApi(): Hono<ApiEnvironment> {
  const app = new Hono<ApiEnvironment>()
  app.onError((error, c) => {
    const { status, body, headers } = toErrorAnswer(error, c.var.requestId)
    return c.json(body, status, headers)
  })
  app.notFound((c) => {
    const message = 'This path does not exist in the API of this release.'
    return c.json({ type: 'unknown_path', message }, 404)
  })
  app.use(standardHeaders)
  app.route('/', createNamespace(rdb))
  app.route('/', createNamespace(iam))
  return app
}

/** The HTTP API of Holdfast: one `fetch` for every path below `/rdb` and `/iam/v1alpha1`. */
export const api = createApi()
