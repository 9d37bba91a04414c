import { startHoldfast } from './fixtures/holdfast.ts'

/** One Holdfast of its own for the whole run; what is returned stops it, also after failures. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const holdfast = await startHoldfast()
  // The workers are started later and inherit these.
  process.env.HOLDFAST_E2E_ADDRESS = holdfast.address
  process.env.HOLDFAST_E2E_DATA_DIR = holdfast.dataDir
  return holdfast.stop
}
