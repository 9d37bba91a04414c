import { DBOS } from '@dbos-inc/dbos-sdk'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { rehearseCertificate } from '@/agent/platforms/local/certificates.ts'
import { loadInstance } from '@/agent/platforms/local/load.ts'
import { readSecret, secretNames } from '@/agent/platforms/local/secrets.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { logger } from '@/lib/log/log.ts'
import { newId } from '@/lib/ids/ids.ts'

const rounds = 3

/**
 * Does once what every creation does and what leaves no trace, so that the first one does not pay
 * for loading modules, compiling queries and opening connections. Never throws.
 */
export async function warmUp(context: LocalContext): Promise<void> {
  const nobody = newId()
  try {
    await engineIdentity()
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all([
        loadInstance(nobody).catch(() => undefined),
        readSecret(`instance:${nobody}`, secretNames.certificateKey),
        DBOS.getWorkflowStatus(nobody),
        rehearseCertificate(context),
      ])
    }
  } catch (error) {
    logger('agent').warn({ err: error }, 'could not warm up; the first creation takes longer')
  }
}
