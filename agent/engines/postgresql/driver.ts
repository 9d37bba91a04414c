import type { EngineDriver } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { applyCertificates } from '@/agent/engines/postgresql/certificates.ts'
import { configure } from '@/agent/engines/postgresql/configure.ts'
import { dropDatabase, ensureDatabase } from '@/agent/engines/postgresql/databases.ts'
import { dropUser } from '@/agent/engines/postgresql/drop-user.ts'
import { guard } from '@/agent/engines/postgresql/guard.ts'
import { findDatabases, findPrivileges, findUsers } from '@/agent/engines/postgresql/inventory.ts'
import { isLeader } from '@/agent/engines/postgresql/leader.ts'
import { postgresqlExtensions } from '@/agent/engines/postgresql/extensions.ts'
import { postgresqlSettings } from '@/agent/engines/postgresql/live-settings.ts'
import { tailLog, tendLogs } from '@/agent/engines/postgresql/logs.ts'
import { isPrepared, prepare } from '@/agent/engines/postgresql/prepare.ts'
import { disconnect, probe } from '@/agent/engines/postgresql/probe.ts'
import { setPrivilege } from '@/agent/engines/postgresql/privileges.ts'
import { checkSignIn } from '@/agent/engines/postgresql/sign-in.ts'
import { startCommand, stopLadder } from '@/agent/engines/postgresql/start.ts'
import { ensureUser } from '@/agent/engines/postgresql/users.ts'

/** PostgreSQL 15 and later. */
export const postgresqlDriver: EngineDriver = {
  engine: 'postgresql',
  capabilities: { defaultDatabase: 'rdb', maxUserNameLength: 63, copiesTemplates: false },
  stopLadder,
  prepare,
  isInitialised: (spec) => isPrepared(layoutOf(spec.directory).data),
  settings: postgresqlSettings,
  extensions: postgresqlExtensions,
  configure,
  startCommand,
  isLeader,
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
