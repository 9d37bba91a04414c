import { join } from 'node:path'
import { makeEngineDirectory, writeEngineFile } from '@/agent/process/files.ts'
import type { ServerCertificate } from '@/agent/engines/driver.ts'

/** Where everything of one node lies; the same for every engine. */
export interface NodeLayout {
  data: string
  conf: string
  tls: string
  log: string
  certificateFile: string
  keyFile: string
  authorityFile: string
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
    keyFile: join(tls, 'server.key'),
    authorityFile: join(tls, 'ca.pem'),
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

/** The files of a server certificate, the key first so that no certificate is without its key. */
export function certificateFiles(
  directory: string,
  certificate: ServerCertificate,
): Record<string, string> {
  const { keyFile, certificateFile, authorityFile } = layoutOf(directory)
  return {
    [keyFile]: certificate.privateKeyPem,
    [certificateFile]: certificate.certificatePem,
    [authorityFile]: certificate.authorityPem,
  }
}
