import { parseEnvironment, type Environment } from '@/lib/env/env.ts'
import { projectDir } from '@/scripts/bootstrap/project.mjs'

/** What this start was asked for. */
export interface Settings extends Environment {
  /** True when the data directory was named and not just the default. */
  isDataDirChosen: boolean
}

/** Validates the environment; throws `EnvironmentError` that names every bad variable. */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  return {
    ...parseEnvironment(variables, projectDir),
    isDataDirChosen: (variables.HOLDFAST_DATA_DIR ?? '') !== '',
  }
}

/** The console's address as a browser is told; one that listens everywhere is shown as localhost. */
export function consoleAddress(settings: Pick<Settings, 'consoleHost' | 'consolePort'>): string {
  const { consoleHost, consolePort } = settings
  const everywhere = ['0.0.0.0', '::', '127.0.0.1', '::1']
  const host = everywhere.includes(consoleHost)
    ? 'localhost'
    : consoleHost.includes(':')
      ? `[${consoleHost}]`
      : consoleHost
  return `http://${host}:${String(consolePort)}`
}
