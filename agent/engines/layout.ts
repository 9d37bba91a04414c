import { join } from 'node:path'
import { makeEngineDirectory, writeEngineFile } from '@/agent/process/files.ts'
import type { ServerCertificate } from '@/agent/engines/driver.ts'

/** Where everything of one node lies; the same for every engine. */
export interface NodeLayout {
  data: string
  conf: string
  tls: string
  log: string
  /** The server's certificate and its key in one file: no crash can leave one without the other. */
  certificateFile: string
  authorityFile: string
  clientAuthorityFile: string
  revocationListFile: string
  /** What the engine prints before its own log is open, and when it dies. */
  outputFile: string
}

/** Lays out a node's directory; makes nothing. */
export function layoutOf(directory: string): NodeLayout {
  const tls = join(directory, 'tls')
  const log = join(directory, 'log')
  return {
    data: join(directory, 'data'),
    conf: join(directory, 'conf'),
    tls,
    log,
    certificateFile: join(tls, 'server.pem'),
    authorityFile: join(tls, 'ca.pem'),
    clientAuthorityFile: join(tls, 'clients-ca.pem'),
    revocationListFile: join(tls, 'clients-revoked.pem'),
    outputFile: join(log, 'output.log'),
  }
}

/** Makes the node's directories except `data`, which only `prepare` may make. */
export async function makeNodeDirectories(directory: string): Promise<void> {
  const { conf, tls, log } = layoutOf(directory)
  for (const path of [directory, conf, tls, log]) await makeEngineDirectory(path)
}

/** Writes the files that differ from `contents` (path to content); returns whether any did. */
export async function writeChanged(contents: Readonly<Record<string, string>>): Promise<boolean> {
  let changed = false
  for (const [path, content] of Object.entries(contents)) {
    if (await writeEngineFile(path, content)) changed = true
  }
  return changed
}

/** The files of a server certificate and of the client certificates that count. */
export function certificateFiles(
  directory: string,
  certificate: ServerCertificate,
): Record<string, string> {
  const layout = layoutOf(directory)
  const { clients } = certificate
  return {
    [layout.certificateFile]: certificate.certificatePem + certificate.privateKeyPem,
    [layout.authorityFile]: certificate.authorityPem,
    ...(clients && {
      [layout.clientAuthorityFile]: clients.authorityPem,
      [layout.revocationListFile]: clients.revocationListPem,
    }),
  }
}
