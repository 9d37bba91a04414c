import { join } from 'node:path'
import type { NodeSpec, ServerCertificate } from '@/agent/engines/driver.ts'
import { layoutOf, makeNodeDirectories, writeChanged } from '@/agent/engines/layout.ts'
import { tlsFiles } from '@/agent/engines/mysql/certificates.ts'
import {
  configurationFile,
  errorLogFile,
  packOptions,
  slowLogFile,
} from '@/agent/engines/mysql/files.ts'
import { fixedSettings, renderSettings } from '@/agent/engines/mysql/settings.ts'
import { makeEngineDirectory } from '@/agent/process/files.ts'

/** See `EngineDriver.configure`. */
export async function configure(
  spec: NodeSpec,
  certificate: ServerCertificate,
): Promise<{ changed: boolean }> {
  const layout = layoutOf(spec.directory)
  const temporary = join(spec.directory, 'tmp')
  const fixed = {
    ...packOptions(spec.pack),
    ...fixedSettings(spec, {
      data: layout.data,
      temporary,
      certificate: layout.certificateFile,
      clientTrust: certificate.clients
        ? { authority: layout.clientAuthorityFile, revocations: layout.revocationListFile }
        : { authority: layout.authorityFile, revocations: null },
      errorLog: errorLogFile(spec.directory),
      slowLog: slowLogFile(spec.directory),
    }),
  }
  await makeNodeDirectories(spec.directory)
  await makeEngineDirectory(temporary)
  const changed = await writeChanged({
    ...tlsFiles(spec.directory, certificate),
    [configurationFile(spec.directory)]: renderSettings(spec, fixed),
  })
  return { changed }
}
