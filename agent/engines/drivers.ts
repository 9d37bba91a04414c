import type { EngineDriver, EngineName } from '@/agent/engines/driver.ts'
import { postgresqlDriver } from '@/agent/engines/postgresql/driver.ts'

const drivers: Partial<Record<EngineName, EngineDriver>> = { postgresql: postgresqlDriver }

/** The driver of an engine. */
export function driverFor(engine: EngineName): EngineDriver {
  const driver = drivers[engine]
  if (driver === undefined) throw new Error(`There is no driver for ${engine}.`)
  return driver
}
