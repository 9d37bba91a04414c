import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createClient } from '@scaleway/sdk-client'
import { Rdbv1 } from '@scaleway/sdk-rdb'

const projectDir = fileURLToPath(new URL('..', import.meta.url))

interface ApiKey {
  accessKey: string
  secretKey: string
  organizationId: string
  projectId: string
}

/** The official client, unmodified, with a new API key of the installation. */
export async function connectApi(address: string, dataDir: string): Promise<Rdbv1.API> {
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'api-key', '--', '--json'], {
    cwd: projectDir,
    env: { ...process.env, HOLDFAST_DATA_DIR: dataDir },
  })
  const key = JSON.parse(stdout) as ApiKey
  return new Rdbv1.API(
    createClient({
      accessKey: key.accessKey,
      secretKey: key.secretKey,
      defaultOrganizationId: key.organizationId,
      defaultProjectId: key.projectId,
      defaultRegion: 'lo-cal',
      apiURL: address,
    }),
  )
}
