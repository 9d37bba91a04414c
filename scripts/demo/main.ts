import { db } from '@/lib/db/db.ts'
import { readAuthorities } from './authority.ts'
import { demoInstances, ensureDemoInstance, type DemoInstance } from './instances.ts'
import { runMysqlWorkload } from './mysql-workload.ts'
import { runPostgresqlWorkload } from './postgresql-workload.ts'
import { demoPassword } from './password.ts'
import type { Target } from './target.ts'

const controller = new AbortController()
const { signal } = controller

// The channel to the launcher closes when that ends, in whatever way.
process.on('disconnect', () => controller.abort())
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => controller.abort())

const say = (text: string): void => {
  process.stdout.write(`Demo: ${text}\n`)
}

const workloads = { postgresql: runPostgresqlWorkload, mysql: runMysqlWorkload } as const

async function runOne(wanted: DemoInstance, password: string): Promise<void> {
  const instance = await ensureDemoInstance(wanted, password, signal, say)
  if (instance === null) return
  const target: Target = {
    ...instance,
    password,
    authorityPem: await readAuthorities(),
    user: wanted.userName,
  }
  say(`${wanted.name} is ready; a workload runs on it.`)
  await workloads[wanted.engine](target, signal)
}

try {
  const password = await demoPassword()
  await Promise.all(
    demoInstances.map((wanted) =>
      runOne(wanted, password).catch((error: unknown) => {
        if (!signal.aborted) say(`${wanted.name}: ${String(error)}`)
      }),
    ),
  )
} finally {
  await db().$disconnect()
}
process.exit(0)
