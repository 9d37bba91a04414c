import { join } from 'node:path'
import type { NodeSpec, ServerCertificate } from '@/agent/engines/driver.ts'
import {
  certificateFiles,
  layoutOf,
  makeNodeDirectories,
  writeChanged,
} from '@/agent/engines/layout.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import { superuser } from '@/agent/engines/postgresql/names.ts'
import {
  derivedSettings,
  fixedSettings,
  plainDefaults,
  renderSettings,
} from '@/agent/engines/postgresql/settings.ts'

/**
 * Who may connect. Endpoints connect from 127.0.0.2, Holdfast itself from 127.0.0.1, so that the
 * superuser's password opens nothing through an endpoint. What no line allows is refused.
 */
export function renderAccessRules(options: { major: number; requireTls: boolean }): string {
  // Patterns for user names exist from 16 on; on 15 admins cannot make roles, so the one name is all.
  const reserved = options.major >= 16 ? '"/^_rdb"' : superuser
  const clients = options.requireTls ? 'hostssl' : 'host'
  return [
    '# Written by Holdfast at every start; changes made here are lost.',
    `hostssl all         ${superuser} 127.0.0.1/32 scram-sha-256`,
    `hostssl replication ${superuser} 127.0.0.1/32 scram-sha-256`,
    `host    all         ${reserved} 0.0.0.0/0 reject`,
    `${clients.padEnd(7)} all         all 127.0.0.0/8 scram-sha-256`,
    '',
  ].join('\n')
}

/** See `EngineDriver.configure`. */
export async function configure(
  spec: NodeSpec,
  certificate: ServerCertificate,
): Promise<{ changed: boolean }> {
  const layout = layoutOf(spec.directory)
  const major = majorOf(spec.pack)
  const hba = join(layout.conf, 'pg_hba.conf')
  const ident = join(layout.conf, 'pg_ident.conf')
  const fixed = fixedSettings(
    { port: spec.port, nodeId: spec.nodeId, major },
    { hba, ident, certificate: layout.certificateFile, key: layout.keyFile, log: layout.log },
  )
  await makeNodeDirectories(spec.directory)
  const changed = await writeChanged({
    ...certificateFiles(spec.directory, certificate),
    [ident]: '',
    [hba]: renderAccessRules({ major, requireTls: spec.requireTls }),
    [join(layout.conf, 'postgresql.conf')]: renderSettings(
      { ...derivedSettings(spec), ...plainDefaults },
      spec.settings,
      fixed,
    ),
  })
  return { changed }
}
