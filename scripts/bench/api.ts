import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

const instanceSchema = z.object({
  id: z.uuid(),
  status: z.string(),
  endpoints: z.array(z.object({ ip: z.string(), port: z.int() })),
})
const nodeTypesSchema = z.object({
  node_types: z.array(z.object({ name: z.string(), stock_status: z.string() })),
})

export type ApiInstance = z.output<typeof instanceSchema>

export interface NewInstance {
  name: string
  engine: string
  nodeType: string
  userName: string
  password: string
}

/** The HTTP API as a plain client uses it; every method throws what the API refuses. */
export interface Api {
  create(instance: NewInstance): Promise<ApiInstance>
  get(id: string): Promise<ApiInstance>
  /** Saves one setting; returns when the API has answered. */
  addSetting(id: string, setting: { name: string; value: string }): Promise<void>
  /** Asks for the deletion and waits until the instance is gone. */
  remove(id: string): Promise<void>
  /** Replaces the allowed IPs of an instance; answers once that is saved. */
  setAllowedIps(id: string, ranges: readonly string[]): Promise<void>
  hasRoom(nodeType: string): Promise<boolean>
  /**
   * Asks again and again, `pauseMs` after each answer, until the instance lists an endpoint.
   * Throws when its creation fails.
   */
  waitForEndpoint(
    id: string,
    pauseMs: number,
  ): Promise<{ instance: ApiInstance; host: string; port: number; asked: number }>
}

const goneWithinMs = 120_000
const createdWithinMs = 180_000

/** A client for one installation and project. */
export function createApi(options: {
  url: string
  region: string
  secretKey: string
  projectId: string
}): Api {
  const root = `${options.url}/rdb/v1/regions/${options.region}`

  async function ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${root}${path}`, {
      method,
      headers: {
        'X-Auth-Token': options.secretKey,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
  }

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await ask(method, path, body)
    if (response.ok) return response.json()
    throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`)
  }

  const get = async (id: string): Promise<ApiInstance> =>
    instanceSchema.parse(await call('GET', `/instances/${id}`))

  async function isGone(id: string): Promise<boolean> {
    const response = await ask('GET', `/instances/${id}`)
    await response.arrayBuffer()
    return response.status === 404
  }

  return {
    get,
    create: async ({ name, engine, nodeType, userName, password }) =>
      instanceSchema.parse(
        await call('POST', '/instances', {
          project_id: options.projectId,
          name,
          engine,
          node_type: nodeType,
          user_name: userName,
          password,
          is_ha_cluster: false,
          disable_backup: true,
          volume_type: 'lssd',
          volume_size: 0,
        }),
      ),
    addSetting: async (id, setting) => {
      await call('POST', `/instances/${id}/settings`, { settings: [setting] })
    },
    remove: async (id) => {
      await call('DELETE', `/instances/${id}`)
      const deadline = performance.now() + goneWithinMs
      while (!(await isGone(id))) {
        if (performance.now() > deadline) throw new Error(`The instance ${id} was not deleted.`)
        await delay(200)
      }
    },
    setAllowedIps: async (id, ranges) => {
      const rules = ranges.map((ip) => ({ ip, description: 'bench' }))
      await call('PUT', `/instances/${id}/acls`, { rules })
    },
    hasRoom: async (nodeType) => {
      const { node_types: types } = nodeTypesSchema.parse(
        await call('GET', '/node-types?page_size=100'),
      )
      return types.find(({ name }) => name === nodeType)?.stock_status === 'available'
    },
    waitForEndpoint: async (id, pauseMs) => {
      const deadline = performance.now() + createdWithinMs
      for (let asked = 1; ; asked += 1) {
        const instance = await get(id)
        const [endpoint] = instance.endpoints
        if (instance.status === 'error') throw new Error(`The creation of ${id} failed.`)
        if (endpoint) return { instance, host: endpoint.ip, port: endpoint.port, asked }
        if (performance.now() > deadline) throw new Error(`The instance ${id} was not created.`)
        await delay(pauseMs)
      }
    },
  }
}
