import { env } from '@/lib/env/env.ts'
import { pathsOf } from '@/lib/paths/paths.ts'
import { loadMasterKey } from './master-key.ts'
import { createSecretBox, type SecretBox } from './secret-box.ts'

let box: Promise<SecretBox> | undefined

/** Seals and opens secrets with the master key of this installation. */
export function secretBox(): Promise<SecretBox> {
  box ??= loadMasterKey(pathsOf(env().dataDir).masterKey).then(createSecretBox)
  return box
}
