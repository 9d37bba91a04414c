import type { EngineDriver, EngineName } from '@/agent/engines/driver.ts'
import { mysqlDriver } from '@/agent/engines/mysql/driver.ts'
import { postgresqlDriver } from '@/agent/engines/postgresql/driver.ts'

const drivers: Readonly<Record<EngineName, EngineDriver>> = {
  postgresql: postgresqlDriver,
  mysql: mysqlDriver,
}

/** The driver of an engine. */
export function driverFor(engine: EngineName): EngineDriver {
  return drivers[engine]
}
