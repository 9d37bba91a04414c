import { env } from '@/lib/env/env.ts'
import { pathsOf } from '@/lib/paths/paths.ts'
import { keptSecret } from '@/scripts/start/secrets.ts'

/** The password of the demonstration's users, the same at every start; fits every engine's rules. */
export async function demoPassword(): Promise<string> {
  const secret = await keptSecret(pathsOf(env().dataDir), 'demo.password')
  return `Demo-1${secret.slice(0, 24)}`
}
