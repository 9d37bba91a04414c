import { join } from 'node:path'
import type { NodeSpec, ServerCertificate } from '@/agent/engines/driver.ts'
import { layoutOf, makeNodeDirectories, writeChanged } from '@/agent/engines/layout.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import { accessFiles } from '@/agent/engines/postgresql/access-files.ts'
import { fixedSettings, renderSettings } from '@/agent/engines/postgresql/settings.ts'

/** See `EngineDriver.configure`. */
export async function configure(
  spec: NodeSpec,
  certificate: ServerCertificate,
): Promise<{ changed: boolean }> {
  const layout = layoutOf(spec.directory)
  const hba = join(layout.conf, 'pg_hba.conf')
  const ident = join(layout.conf, 'pg_ident.conf')
  const fixed = fixedSettings(
    { port: spec.port, nodeId: spec.nodeId, major: majorOf(spec.pack) },
    {
      hba,
      ident,
      certificate: layout.certificateFile,
      log: layout.log,
      clientTrust: join(layout.conf, 'clients.conf'),
    },
  )
  await makeNodeDirectories(spec.directory)
  const changed = await writeChanged({
    ...accessFiles(spec, certificate),
    [ident]: '',
    [join(layout.conf, 'postgresql.conf')]: renderSettings(spec, fixed),
  })
  return { changed }
}
