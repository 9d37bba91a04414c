import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { EngineDriver, NodeSpec, ServerCertificate } from '@/agent/engines/driver.ts'
import { driverFor } from '@/agent/engines/drivers.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { stopProcess } from '@/agent/process/stop.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { createAuthority, issueServerCertificate } from '@/lib/crypto/certificates.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { newId } from '@/lib/ids/ids.ts'
import { findNodeType } from '@/lib/instances/node-types.ts'
import { freePort } from '@/scripts/start/ports.ts'
import type { Bench } from './bench.ts'
import { selectOneUntilItWorks, type Target } from './select-one.ts'

const superuser = '_rdb_superadmin'
const startWithinMs = 120_000
/** Finer than any product would poll, so that the floor is not made higher than it is. */
const pauseMs = 2
const dayMs = 86_400_000

/** The least that creating an instance of one engine can take on this machine. */
export interface Floor {
  /** Copies the prepared directory, starts the engine, asks `select 1`; returns milliseconds. */
  measure(): Promise<{ copyMs: number; startMs: number; totalMs: number }>
}

/** Prepares a data directory of the pack once; its copies stay until everything is removed. */
export async function prepareFloor(options: {
  bench: Bench
  pack: EnginePack
  directory: string
  nodeType: string
}): Promise<Floor> {
  const { bench, pack, directory, nodeType } = options
  if (pack.product === 'haproxy') throw new Error('HAProxy is no engine.')
  const driver = driverFor(pack.product)
  const password = generatePassword(40)
  const prepared = join(directory, 'prepared', 'data')
  await driver.prepare(pack, prepared, { user: superuser, password })
  const certificate = await issueCertificate()
  const type = findNodeType(nodeType)
  if (type === null) throw new Error(`There is no node type ${nodeType}.`)
  let index = 0
  return {
    measure: async () => {
      index += 1
      const spec: NodeSpec = {
        nodeId: newId(),
        instanceId: newId(),
        engine: driver.engine,
        pack,
        directory: join(directory, `copy-${String(index)}`),
        port: await freePort(),
        memoryBytes: type.memoryBytes,
        vcpus: type.vcpus,
        settings: [],
        initSettings: [],
        requireTls: true,
      }
      return measure({ bench, driver, spec, prepared, password, certificate })
    },
  }
}

async function measure(options: {
  bench: Bench
  driver: EngineDriver
  spec: NodeSpec
  prepared: string
  password: string
  certificate: ServerCertificate
}): Promise<{ copyMs: number; startMs: number; totalMs: number }> {
  const { bench, driver, spec, prepared, password, certificate } = options
  // The files that Holdfast writes beside the data are no part of the bare floor.
  await driver.configure(spec, certificate)
  const identity = await engineIdentity()
  const startedMs = performance.now()
  await promisify(execFile)('cp', ['-a', prepared, layoutOf(spec.directory).data])
  const copiedMs = performance.now()
  const ref = await startDetached(driver.startCommand(spec), identity)
  const stop = bench.cleanups.add(async () => {
    await stopProcess(ref, { ladder: driver.stopLadder, directory: spec.directory })
  })
  await selectOneUntilItWorks(
    driver.engine,
    {
      host: '127.0.0.1',
      port: spec.port,
      user: superuser,
      password,
      database: driver.capabilities.defaultDatabase,
      authorityPem: certificate.authorityPem,
    },
    { withinMs: startWithinMs, pauseMs },
  )
  const endedMs = performance.now()
  await stop()
  return {
    copyMs: copiedMs - startedMs,
    startMs: endedMs - copiedMs,
    totalMs: endedMs - startedMs,
  }
}

/** An engine as Holdfast configures it, with nothing of Holdfast around it. */
export interface BareEngine {
  driver: EngineDriver
  spec: NodeSpec
  certificate: ServerCertificate
  target: Target
}

/** Prepares and starts a bare engine that runs until the measurement ends. */
export async function startBareEngine(options: {
  bench: Bench
  pack: EnginePack
  directory: string
  nodeType: string
}): Promise<BareEngine> {
  const { bench, pack, directory, nodeType } = options
  if (pack.product === 'haproxy') throw new Error('HAProxy is no engine.')
  const driver = driverFor(pack.product)
  const password = generatePassword(40)
  const certificate = await issueCertificate()
  const type = findNodeType(nodeType)
  if (type === null) throw new Error(`There is no node type ${nodeType}.`)
  const spec: NodeSpec = {
    nodeId: newId(),
    instanceId: newId(),
    engine: driver.engine,
    pack,
    directory,
    port: await freePort(),
    memoryBytes: type.memoryBytes,
    vcpus: type.vcpus,
    settings: [],
    initSettings: [],
    requireTls: true,
  }
  await driver.prepare(pack, layoutOf(directory).data, { user: superuser, password })
  await driver.configure(spec, certificate)
  const ref = await startDetached(driver.startCommand(spec), await engineIdentity())
  bench.cleanups.add(async () => {
    await stopProcess(ref, { ladder: driver.stopLadder, directory })
  })
  const target = {
    host: '127.0.0.1',
    port: spec.port,
    user: superuser,
    password,
    database: driver.capabilities.defaultDatabase,
    authorityPem: certificate.authorityPem,
  }
  await selectOneUntilItWorks(driver.engine, target, { withinMs: startWithinMs, pauseMs })
  return { driver, spec, certificate, target }
}

async function issueCertificate(): Promise<ServerCertificate> {
  const moment = now()
  const authority = await createAuthority({ commonName: 'Holdfast benchmark', now: moment })
  const issued = await issueServerCertificate({
    authority,
    commonName: 'localhost',
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1'],
    notBefore: addMs(moment, -dayMs),
    notAfter: addMs(moment, dayMs),
  })
  return {
    certificatePem: issued.certificatePem,
    privateKeyPem: issued.privateKeyPem,
    authorityPem: authority.certificatePem,
  }
}
