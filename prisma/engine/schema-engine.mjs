#!/usr/bin/env node
// Stand-in for Prisma's native schema-engine binary: same command line and JSON-RPC-over-stdio
// protocol, backed by the WebAssembly build and the `pg` driver adapter. No download needed.
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { createRequire } from 'node:module'
import pg from 'pg'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'

const argv = process.argv.slice(2)
const opt = (n) => argv.flatMap((a, i) => (a === n ? [argv[i + 1]] : []))
const logErr = (fields) =>
  process.stderr.write(
    JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields }) + '\n',
  )
const url = JSON.parse(opt('--datasource')[0] ?? '{}').url ?? process.env.DATABASE_URL

if (argv.includes('--version') || argv.includes('-V')) {
  console.log('schema-engine-cli wasm')
  process.exit(0)
}

// adapter-pg has no mapping for the catalog's "char" type (oid 18): let it pass as text, then
// label the column Character, which is what the engine's describer unwraps (CHECK constraints).
const addFields = pg.Result.prototype.addFields
pg.Result.prototype.addFields = function (fields) {
  for (const f of fields)
    if (f.dataTypeID === 18) {
      f.dataTypeID = 25
      f.isChar = true
    }
  return addFields.call(this, fields)
}
function patchQueryable(conn) {
  const proto = Object.getPrototypeOf(Object.getPrototypeOf(conn)) // PgQueryable: adapter and transaction
  if (proto.charPatched) return
  const { performIO, queryRaw } = proto
  const charColumns = new WeakMap()
  proto.charPatched = true
  proto.performIO = async function (q) {
    const r = await performIO.call(this, q)
    charColumns.set(q, r.fields)
    return r
  }
  proto.queryRaw = async function (q) {
    const r = await queryRaw.call(this, q)
    charColumns.get(q)?.forEach((f, i) => {
      if (f.isChar) r.columnTypes[i] = ColumnTypeEnum.Character
    })
    return r
  }
}

const withDatabase = (name) => {
  const u = new URL(url)
  u.pathname = '/' + name
  return u.href
}
const admin = async (sql) => {
  const c = new pg.Client({ connectionString: withDatabase('postgres') })
  await c.connect()
  try {
    await c.query(sql)
  } finally {
    await c.end()
  }
}
const quote = (d) => `"${d.replaceAll('"', '""')}"`
const dbName = () => decodeURIComponent(new URL(url).pathname.slice(1))

async function loadWasm() {
  const bg = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const dir = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const mod = new WebAssembly.Module(fs.readFileSync(path.join(dir, 'schema_engine_bg.wasm')))
  const { exports } = new WebAssembly.Instance(mod, {
    [WebAssembly.Module.imports(mod)[0].module]: bg,
  })
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (m) => {
      globalThis.__panic = m
    },
  }
  bg.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  return bg
}
let wasm
async function newEngine() {
  const bg = await (wasm ??= loadWasm())
  const datamodels = opt('--datamodels').map((p) => [p, fs.readFileSync(p, 'utf8')])
  return bg.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(makeFactory()),
  )
}

// Three stock behaviours of PrismaPg have to be replaced here:
// - executeScript() splits on ';' and runs the pieces one by one, which breaks $$ bodies and
//   strings and is not atomic; the simple query protocol takes the whole script in one go;
// - a pool of several connections would scatter session state (advisory lock): use one;
// - connectToShadowDb() passes `connectionString` next to `database`, and pg lets the connection
//   string win, so the "shadow" would be the main database.
async function open(connectionString) {
  const conn = await new PrismaPg({ connectionString, max: 1 }).connect()
  patchQueryable(conn)
  conn.executeScript = async (sql) => {
    try {
      await conn.client.query(sql)
    } catch (e) {
      conn.onError(e)
    }
  }
  return conn
}
function makeFactory() {
  const factory = new PrismaPg({ connectionString: url })
  factory.connect = () => open(url)
  factory.connectToShadowDb = async () => {
    const name = 'prisma_shadow_' + crypto.randomUUID().replaceAll('-', '')
    await admin(`CREATE DATABASE ${quote(name)}`)
    const conn = await open(withDatabase(name))
    const dispose = conn.dispose.bind(conn)
    conn.dispose = async () => {
      await dispose()
      await admin(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`)
    }
    return conn
  }
  return factory
}

const cli = argv.indexOf('cli')
if (cli >= 0) {
  const cmd = argv[cli + 1]
  try {
    if (cmd === 'can-connect-to-database') {
      const c = new pg.Client({ connectionString: url })
      await c.connect()
      await c.end()
    } else if (cmd === 'create-database') await admin(`CREATE DATABASE ${quote(dbName())}`)
    else if (cmd === 'drop-database') await admin(`DROP DATABASE ${quote(dbName())}`)
    else throw new Error('unknown cli command ' + cmd)
    process.exit(0)
  } catch (e) {
    process.stderr.write('\n') // the CLI skips the first line
    logErr({ error_code: e.code === '3D000' ? 'P1003' : 'P1001', message: e.message })
    process.exit(1)
  }
}

const send = (m) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...m }) + '\n')
let engine,
  chain = Promise.resolve(),
  printId = 1
readline
  .createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', (line) => {
    const msg = JSON.parse(line)
    if (!msg.method) return // answer to our `print`
    chain = chain.then(async () => {
      try {
        engine ??= await newEngine()
        // evaluateDataLoss/createMigration only work when this engine has already replayed the same
        // migration list (they read its cache and never get the shadow factory): replay it first.
        if (msg.method === 'evaluateDataLoss' || msg.method === 'createMigration') {
          const { migrationsList, filters } = msg.params
          await engine.devDiagnostic({ migrationsList, filters })
        }
        let result
        if (msg.method === 'getDatabaseVersion') result = await engine.version()
        else if (msg.method === 'createDatabase') {
          await admin(`CREATE DATABASE ${quote(dbName())}`)
          result = { databaseName: dbName() }
        } else result = await engine[msg.method](msg.params)
        if (msg.method === 'diff' && result.stdout) {
          send({ id: printId++, method: 'print', params: { content: result.stdout } })
          result = { ...result, stdout: null }
        }
        send({ id: msg.id, result: result ?? null })
      } catch (e) {
        const panic = globalThis.__panic
        const data = {
          is_panic: !!panic,
          message: panic ?? e.message,
          meta: e.meta ?? null,
          ...(e.code ? { error_code: e.code } : {}),
        }
        send({
          id: msg.id,
          error: {
            code: 4466,
            message: 'An error happened. Check the data field for details.',
            data,
          },
        })
      }
    })
  })
  .on('close', () => chain.then(() => process.exit(0)))
