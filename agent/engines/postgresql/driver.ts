import type { EngineDriver } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { applyCertificates } from '@/agent/engines/postgresql/certificates.ts'
import { configure } from '@/agent/engines/postgresql/configure.ts'
import { grantAll } from '@/agent/engines/postgresql/grants.ts'
import { isLeader } from '@/agent/engines/postgresql/leader.ts'
import { tailLog, tendLogs } from '@/agent/engines/postgresql/logs.ts'
import { isPrepared, prepare } from '@/agent/engines/postgresql/prepare.ts'
import { disconnect, probe } from '@/agent/engines/postgresql/probe.ts'
import { checkSignIn } from '@/agent/engines/postgresql/sign-in.ts'
import { startCommand, stopLadder } from '@/agent/engines/postgresql/start.ts'
import { ensureDatabase, ensureUser } from '@/agent/engines/postgresql/users.ts'

/** PostgreSQL 15 and later. */
export const postgresqlDriver: EngineDriver = {
  engine: 'postgresql',
  capabilities: { defaultDatabase: 'rdb', maxUserNameLength: 63, copiesTemplates: false },
  stopLadder,
  prepare,
  isInitialised: (spec) => isPrepared(layoutOf(spec.directory).data),
  configure,
  startCommand,
  isLeader,
  probe,
  disconnect,
  ensureUser,
  ensureDatabase,
  grantAll,
  // Access rules keep reserved names out, and there are no anonymous users.
  guard: () => Promise.resolve(),
  checkSignIn,
  applyCertificates,
  tailLog,
  tendLogs,
}
