import { join } from 'node:path'
import type { NodeSpec, ServerCertificate } from '@/agent/engines/driver.ts'
import {
  certificateFiles,
  layoutOf,
  makeNodeDirectories,
  writeChanged,
} from '@/agent/engines/layout.ts'
import {
  configurationFile,
  errorLogFile,
  packOptions,
  slowLogFile,
} from '@/agent/engines/mysql/files.ts'
import {
  derivedSettings,
  fixedSettings,
  plainDefaults,
  renderSettings,
} from '@/agent/engines/mysql/settings.ts'
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
    ...certificateFiles(spec.directory, certificate),
    [configurationFile(spec.directory)]: renderSettings(
      { ...derivedSettings(spec), ...plainDefaults },
      spec.settings,
      fixed,
    ),
  })
  return { changed }
}
