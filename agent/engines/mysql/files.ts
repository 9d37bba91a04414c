import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { layoutOf } from '@/agent/engines/layout.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'

/**
 * Statements that a copied data directory needs at its first start, before it accepts anybody. It
 * stays until the superuser's own password was seen to work, so a crash in between costs nothing.
 */
export const firstStartFile = 'holdfast-first-start.sql'

/** Program options that tell mysqld where the pack's own parts are. */
export function packOptions(pack: EnginePack): Record<string, string> {
  const { basedir, pluginDir, messagesDir, charsetsDir } = pack.directories
  return {
    ...(basedir === undefined ? {} : { basedir }),
    ...(pluginDir === undefined ? {} : { plugin_dir: pluginDir }),
    ...(messagesDir === undefined ? {} : { lc_messages_dir: messagesDir }),
    ...(charsetsDir === undefined ? {} : { character_sets_dir: charsetsDir }),
  }
}

/** Environment of mysqld: files that it makes are private to its user. */
export function serverEnvironment(pack: EnginePack): Record<string, string> {
  return { ...pack.environment, UMASK: '0600', UMASK_DIR: '0700', TZ: 'UTC' }
}

export function configurationFile(directory: string): string {
  return join(layoutOf(directory).conf, 'my.cnf')
}

export function errorLogFile(directory: string): string {
  return join(layoutOf(directory).log, 'mysql-error.log')
}

export function slowLogFile(directory: string): string {
  return join(layoutOf(directory).log, 'mysql-slow.log')
}

/** True until the copied directory has been started once with its own password. */
export function awaitsFirstStart(data: string): boolean {
  return existsSync(join(data, firstStartFile))
}
