import type { EngineDriver } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { applyCertificates } from '@/agent/engines/mysql/certificates.ts'
import { configure } from '@/agent/engines/mysql/configure.ts'
import { tailLog, tendLogs } from '@/agent/engines/mysql/logs.ts'
import { isPrepared, prepare } from '@/agent/engines/mysql/prepare.ts'
import { disconnect, probe } from '@/agent/engines/mysql/probe.ts'
import { checkSignIn } from '@/agent/engines/mysql/sign-in.ts'
import { startCommand, stopLadder } from '@/agent/engines/mysql/start.ts'
import { ensureDatabase, ensureUser, grantAll, guard } from '@/agent/engines/mysql/users.ts'

/** MySQL 9 and later. */
export const mysqlDriver: EngineDriver = {
  engine: 'mysql',
  capabilities: { defaultDatabase: 'rdb', maxUserNameLength: 32, copiesTemplates: true },
  stopLadder,
  prepare,
  isInitialised: (spec) => isPrepared(layoutOf(spec.directory).data),
  configure,
  startCommand,
  isLeader: () => Promise.resolve(true),
  probe,
  disconnect,
  ensureUser,
  ensureDatabase,
  grantAll,
  guard,
  checkSignIn,
  applyCertificates,
  tailLog,
  tendLogs,
}
