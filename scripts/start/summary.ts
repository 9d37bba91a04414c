import type { Paths } from '@/lib/paths/paths.ts'
import type { Steps } from '@/scripts/bootstrap/steps.mjs'
import type { Owner } from './owner.ts'
import { consoleAddress, type Settings } from './settings.ts'

/** Prints where everything is; a generated password is shown this one time. */
export function printSummary(options: {
  steps: Steps
  settings: Settings
  paths: Paths
  owner: Owner
}): void {
  const { steps, settings, paths, owner } = options
  const signIn =
    owner.generatedPassword === null
      ? owner.email
      : `${owner.email} with the password ${owner.generatedPassword} (shown only now)`
  const stop =
    settings.stop === 'leave'
      ? 'Ctrl-C; the engines go on running (HOLDFAST_STOP=leave)'
      : 'Ctrl-C; every engine is stopped cleanly'
  steps.line('')
  steps.line(`  Address         ${steps.bold(consoleAddress(settings))}`)
  steps.line(`  Sign in         ${signIn}`)
  steps.line(`  Data directory  ${paths.dataDir}`)
  steps.line(`  Stop            ${stop}`)
  steps.line('')
}
