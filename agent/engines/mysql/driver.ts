import type { EngineDriver } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { applyCertificates } from '@/agent/engines/mysql/certificates.ts'
import { configure } from '@/agent/engines/mysql/configure.ts'
import { dropDatabase, ensureDatabase } from '@/agent/engines/mysql/databases.ts'
import { mysqlSettings } from '@/agent/engines/mysql/live-settings.ts'
import { tailLog, tendLogs } from '@/agent/engines/mysql/logs.ts'
import { findDatabases, findPrivileges, findUsers } from '@/agent/engines/mysql/inventory.ts'
import { isPrepared, prepare } from '@/agent/engines/mysql/prepare.ts'
import { setPrivilege } from '@/agent/engines/mysql/privileges.ts'
import { disconnect, probe } from '@/agent/engines/mysql/probe.ts'
import { checkSignIn } from '@/agent/engines/mysql/sign-in.ts'
import { startCommand, stopLadder } from '@/agent/engines/mysql/start.ts'
import { dropUser, ensureUser, guard } from '@/agent/engines/mysql/users.ts'

/** MySQL 9 and later. */
export const mysqlDriver: EngineDriver = {
  engine: 'mysql',
  capabilities: { defaultDatabase: 'rdb', maxUserNameLength: 32, copiesTemplates: true },
  stopLadder,
  prepare,
  isInitialised: (spec) => isPrepared(layoutOf(spec.directory).data),
  settings: mysqlSettings,
  extensions: null,
  configure,
  startCommand,
  isLeader: () => Promise.resolve(true),
  probe,
  disconnect,
  ensureUser,
  dropUser,
  ensureDatabase,
  dropDatabase,
  setPrivilege,
  findDatabases,
  findUsers,
  findPrivileges,
  guard,
  checkSignIn,
  applyCertificates,
  tailLog,
  tendLogs,
}
