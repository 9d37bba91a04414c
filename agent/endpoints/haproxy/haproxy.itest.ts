import { mkdtemp, readFile, rm, stat, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EndpointDriver, EndpointSpec, NodeAddress } from '@/agent/endpoints/endpoint.ts'
import { createHaproxyEndpoints } from '@/agent/endpoints/haproxy/haproxy.ts'
import {
  connectClient,
  freePort,
  startEchoServer,
  type Client,
  type EchoServer,
} from '@/agent/endpoints/haproxy/testing.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { testPack } from '@/agent/packs/testing.ts'
import { findAllIn, findProcess } from '@/agent/process/find.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { newId } from '@/lib/ids/ids.ts'

const everybody = ['0.0.0.0/0']
const bound = { timeoutMs: 5000, intervalMs: 5 }

let pack: EnginePack
let root: string
let spec: EndpointSpec
let driver: EndpointDriver
let servers: EchoServer[]
let clients: Client[]

beforeAll(async () => {
  pack = await testPack('haproxy', '3.2')
})

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-endpoint-'))
  await chmod(root, 0o711)
  const endpointId = newId()
  // Deeper than a socket address can name.
  const directory = join(root, 'a-directory-with-a-long-name'.repeat(4), endpointId)
  spec = { endpointId, directory, bindHost: '127.0.0.1', port: await freePort() }
  driver = createHaproxyEndpoints({ pack })
  servers = []
  clients = []
})

afterEach(async () => {
  for (const client of clients) client.close()
  await driver.close(spec)
  await Promise.all(servers.map((server) => server.stop()))
  await rm(root, { recursive: true, force: true })
})

async function server(name: string, greets = false): Promise<EchoServer> {
  const started = await startEchoServer(name, greets)
  servers.push(started)
  return started
}

function client(localAddress = '127.0.0.1'): Client {
  const connected = connectClient(spec.port, localAddress)
  clients.push(connected)
  return connected
}

function proxy(): ReturnType<typeof findProcess> {
  const executable = pack.executables.haproxy ?? ''
  return findProcess({ executable, directory: spec.directory })
}

function open(target: NodeAddress | null, allowedCidrs = everybody): Promise<void> {
  return driver.open(spec, { target, allowedCidrs })
}

test('bytes pass both ways, whoever speaks first, and the engine sees 127.0.0.2', async () => {
  for (const greets of [false, true]) {
    const engine = await server('engine', greets)
    await open(engine.address)
    const user = client()
    if (greets) await user.receives('hello from engine')
    await user.sends('ping', 'engine:ping')
    expect(engine.remoteAddresses()).toEqual(['127.0.0.2'])
  }
})

test('runtime files are private and the socket works at any path length', async () => {
  await open((await server('engine')).address)
  for (const file of ['haproxy.cfg', 'allowed.map', 'haproxy.sock']) {
    expect((await stat(join(spec.directory, file))).mode & 0o777).toBe(0o600)
  }
  expect((await stat(spec.directory)).mode & 0o777).toBe(0o700)
})

test('a restarted agent adopts the process: connections live on, state is corrected', async () => {
  const first = await server('first')
  const second = await server('second')
  await open(first.address)
  const user = client()
  await user.sends('ping', 'first:ping')
  const before = await proxy()
  driver = createHaproxyEndpoints({ pack })
  await open(first.address, ['127.0.0.0/8'])
  expect(await proxy()).toEqual(before)
  await user.sends('again', 'first:again')
  await open(second.address, ['127.0.0.0/8'])
  expect(await proxy()).toEqual(before)
  await user.ends()
  await client().sends('ping', 'second:ping')
})

test('pointing at another node cuts its former connections and routes new ones', async () => {
  const first = await server('first')
  const second = await server('second')
  await open(first.address)
  const users = Array.from({ length: 20 }, () => client())
  await Promise.all(users.map((user) => user.sends('ping', 'first:ping')))
  await driver.pointAt(spec, second.address)
  await Promise.all(users.map((user) => user.ends()))
  await waitUntil(() => first.open() === 0, bound)
  const fresh = client()
  await fresh.sends('ping', 'second:ping')
  await driver.pointAt(spec, second.address)
  await fresh.sends('still', 'second:still')
  expect(await driver.observe(spec)).toEqual({
    state: 'open',
    target: second.address,
    connections: 1,
  })
})

test('a switch is complete when it returns: whoever connects then reaches the new node', async () => {
  const nodes = [await server('n0'), await server('n1')] as const
  await open(nodes[0].address)
  for (let round = 1; round <= 20; round += 1) {
    await driver.pointAt(spec, nodes[round % 2 === 0 ? 0 : 1].address)
    await client().sends('ping', `n${round % 2}:ping`)
  }
})

test('without a target new connections are closed at once and old ones are cut', async () => {
  const engine = await server('engine')
  await open(engine.address)
  const user = client()
  await user.sends('ping', 'engine:ping')
  await driver.pointAt(spec, null)
  await user.ends()
  await client().ends()
  expect((await driver.observe(spec)).target).toBeNull()
  await driver.pointAt(spec, engine.address)
  await client().sends('ping', 'engine:ping')
})

test('addresses outside the list are refused and cut, those inside keep their connection', async () => {
  const engine = await server('engine')
  await open(engine.address)
  const inside = client('127.0.0.1')
  const outside = client('127.9.9.9')
  await inside.sends('ping', 'engine:ping')
  await outside.sends('ping', 'engine:ping')
  await driver.setAllowedAddresses(spec, ['127.0.0.1/32', '2001:db8::/32'])
  await outside.ends()
  await client('127.9.9.9').ends()
  await inside.sends('still', 'engine:still')
  await driver.setAllowedAddresses(spec, ['::/0'])
  await inside.ends()
  await client('127.0.0.1').ends()
})

test('an empty list admits nobody, also from the start', async () => {
  const engine = await server('engine')
  await open(engine.address, [])
  await client().ends()
  await driver.setAllowedAddresses(spec, everybody)
  await client().sends('ping', 'engine:ping')
})

test('an IPv6 endpoint admits by IPv6 rules', async () => {
  const engine = await server('engine')
  spec = { ...spec, bindHost: '::1' }
  await open(engine.address, ['::1/128', '10.0.0.0/8'])
  const user = client('::1')
  await user.sends('ping', 'engine:ping')
  await driver.setAllowedAddresses(spec, ['2001:db8::/32'])
  await user.ends()
  await client('::1').ends()
})

test('malformed rules and targets are refused before anything changes', async () => {
  const engine = await server('engine')
  await open(engine.address)
  const invalid = { code: 'invalid_address' }
  await expect(driver.setAllowedAddresses(spec, ['10.0.0.0/99'])).rejects.toMatchObject(invalid)
  await expect(driver.pointAt(spec, { host: 'db', port: 1 })).rejects.toMatchObject(invalid)
  await client().sends('ping', 'engine:ping')
})

test('held connections wait, whoever speaks first; existing ones work; release lets all through', async () => {
  for (const greets of [false, true]) {
    const engine = await server('engine', greets)
    await open(engine.address)
    const existing = client()
    await existing.sends('ping', 'engine:ping')
    await driver.hold(spec, 60_000)
    const waiting = Array.from({ length: 50 }, () => client())
    await Promise.all(waiting.map((user) => user.connected()))
    const answers = waiting.map((user) => user.sends('late', 'engine:late'))
    await existing.sends('still', 'engine:still')
    expect(waiting.filter((user) => user.received() !== '')).toEqual([])
    expect(await driver.observe(spec)).toMatchObject({ state: 'held', connections: 1 })
    await driver.release(spec)
    await Promise.all(answers)
    for (const user of [...waiting, existing]) user.close()
  }
})

test('connections held from an idle endpoint reach the node that was pointed at meanwhile', async () => {
  const first = await server('first')
  const second = await server('second')
  await open(first.address)
  await driver.hold(spec, 60_000)
  const waiting = client()
  await waiting.connected()
  const answer = waiting.sends('ping', 'second:ping')
  await driver.pointAt(spec, second.address)
  expect(await driver.observe(spec)).toMatchObject({ state: 'held', target: second.address })
  await driver.release(spec)
  await answer
})

test('a hold ends by itself after its longest wait', async () => {
  const engine = await server('engine')
  await open(engine.address)
  await driver.hold(spec, 200)
  await client().sends('ping', 'engine:ping')
  expect((await driver.observe(spec)).state).toBe('open')
})

test('a hold outlives open by the same agent and ends with open by the next one', async () => {
  const engine = await server('engine')
  await open(engine.address)
  await driver.hold(spec, 60_000)
  await open(engine.address)
  expect((await driver.observe(spec)).state).toBe('held')
  const next = createHaproxyEndpoints({ pack })
  await next.open(spec, { target: engine.address, allowedCidrs: everybody })
  expect((await driver.observe(spec)).state).toBe('open')
  await driver.release(spec)
})

test('close frees the port and leaves neither process nor file; a second close is harmless', async () => {
  const engine = await server('engine')
  await open(engine.address)
  const user = client()
  await user.sends('ping', 'engine:ping')
  await driver.close(spec)
  await user.ends()
  expect(await findAllIn(spec.directory)).toEqual([])
  await expect(stat(spec.directory)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(client().connected()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await driver.close(spec)
  expect(await driver.observe(spec)).toMatchObject({ state: 'closed' })
  await expect(driver.pointAt(spec, engine.address)).rejects.toMatchObject({ code: 'not_open' })
})

test('after kill -9 open restores target and list, and the files held them all along', async () => {
  const engine = await server('engine')
  await open((await server('former')).address)
  await driver.pointAt(spec, engine.address)
  await driver.setAllowedAddresses(spec, ['127.0.0.1/32'])
  const configuration = await readFile(join(spec.directory, 'haproxy.cfg'), 'utf8')
  expect(configuration).toContain(`127.0.0.1:${engine.address.port} source 127.0.0.2`)
  expect(await readFile(join(spec.directory, 'allowed.map'), 'utf8')).toBe(
    '127.0.0.1/32 127.0.0.1/32\n',
  )
  process.kill((await proxy())?.pid ?? 0, 'SIGKILL')
  await waitUntil(async () => (await proxy()) === null, bound)
  await open(engine.address, ['127.0.0.1/32'])
  await client().sends('ping', 'engine:ping')
  await client('127.9.9.9').ends()
})

test('a frozen process that does not answer is replaced by open', async () => {
  const engine = await server('engine')
  await open(engine.address)
  const before = await proxy()
  process.kill(before?.pid ?? 0, 'SIGSTOP')
  await open(engine.address)
  expect(await proxy()).not.toEqual(before)
  await client().sends('ping', 'engine:ping')
})

test('another port means a process of its own', async () => {
  const engine = await server('engine')
  await open(engine.address)
  spec = { ...spec, port: await freePort() }
  await open(engine.address)
  expect(await findAllIn(spec.directory)).toHaveLength(1)
  await client().sends('ping', 'engine:ping')
})

test('a taken port gives the typed error and leaves no process, also between endpoints', async () => {
  const engine = await server('engine')
  spec = { ...spec, port: engine.address.port }
  await expect(open(engine.address)).rejects.toMatchObject({ code: 'port_in_use' })
  expect(await findAllIn(spec.directory)).toEqual([])
  spec = { ...spec, port: await freePort() }
  await open(engine.address)
  const rival = { ...spec, endpointId: newId(), directory: join(root, 'rival') }
  const state = { target: engine.address, allowedCidrs: everybody }
  await expect(driver.open(rival, state)).rejects.toMatchObject({ code: 'port_in_use' })
  await driver.close(rival)
  await client().sends('ping', 'engine:ping')
})

test('2,000 ranges are replaced within a second', async () => {
  const engine = await server('engine')
  await open(engine.address)
  const ranges = (second: number): string[] =>
    Array.from({ length: 2000 }, (_, i) => `10.${second + (i >> 8)}.${i & 255}.0/24`)
  await driver.setAllowedAddresses(spec, [...ranges(0), '127.0.0.1/32'])
  const started = performance.now()
  await driver.setAllowedAddresses(spec, [...ranges(100), '127.0.0.1/32'])
  expect(performance.now() - started).toBeLessThan(1000)
  await client().sends('ping', 'engine:ping')
  await client('127.9.9.9').ends()
})

test('connections are counted at the most specific rule, and as open while they are', async () => {
  const engine = await server('engine')
  await open(engine.address, ['127.0.0.0/8', '127.0.0.1/32', '10.0.0.0/8'])
  expect(await driver.count(spec)).toMatchObject({ connections: 0, admitted: [], refused: [] })
  const own = client('127.0.0.1')
  await own.sends('ping', 'engine:ping')
  for (const address of ['127.0.0.5', '127.9.9.9']) {
    const passing = client(address)
    await passing.sends('ping', 'engine:ping')
    passing.close()
  }
  await waitUntil(async () => (await driver.count(spec))?.connections === 1, bound)
  const counts = await driver.count(spec)
  expect([...(counts?.admitted ?? [])].sort((a, b) => a.total - b.total)).toEqual([
    { cidr: '127.0.0.1/32', total: 1, open: 1 },
    { cidr: '127.0.0.0/8', total: 2, open: 0 },
  ])
  expect(counts?.refusedTotal).toBe(0)
})

test('refused addresses are counted, the latest first, and never more than a hundred', async () => {
  const engine = await server('engine')
  await open(engine.address, ['127.0.0.1/32'])
  await client('127.0.0.9').ends()
  await client('127.0.0.9').ends()
  await client('127.0.0.8').ends()
  const { refused, refusedTotal } = (await driver.count(spec)) ?? {}
  expect(refusedTotal).toBe(3)
  expect(refused).toMatchObject([
    { address: '127.0.0.8', count: 1 },
    { address: '127.0.0.9', count: 2 },
  ])
  expect(refused?.every(({ agoMs }) => agoMs < 10_000)).toBe(true)
  for (let host = 1; host <= 150; host += 1) await client(`127.1.0.${host}`).ends()
  const after = await driver.count(spec)
  expect(after?.refusedTotal).toBe(153)
  expect(after?.refused.length).toBeLessThanOrEqual(100)
})

test('counting begins anew, and says so, with a new process; without one there is no count', async () => {
  const engine = await server('engine')
  await open(engine.address)
  await client().sends('ping', 'engine:ping')
  const before = await driver.count(spec)
  process.kill((await proxy())?.pid ?? 0, 'SIGKILL')
  await waitUntil(async () => (await proxy()) === null, bound)
  expect(await driver.count(spec)).toBeNull()
  await open(engine.address)
  const after = await driver.count(spec)
  expect(after?.epoch).not.toBe(before?.epoch)
  expect(after?.admitted).toEqual([])
})

test('IPv6 clients are counted and refused by their addresses', async () => {
  const engine = await server('engine')
  spec = { ...spec, bindHost: '::1' }
  await open(engine.address, ['::/0'])
  await client('::1').sends('ping', 'engine:ping')
  expect((await driver.count(spec))?.admitted).toMatchObject([{ cidr: '::/0', total: 1 }])
  await driver.setAllowedAddresses(spec, ['2001:db8::/32'])
  await client('::1').ends()
  expect((await driver.count(spec))?.refused).toMatchObject([{ address: '::1', count: 1 }])
})
