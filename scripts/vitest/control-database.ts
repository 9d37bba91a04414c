import type { TestProject } from 'vitest/node'
import { startControlDatabase } from '@/lib/db/testing.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the throwaway server on which every test file gets a database of its own. */
    controlServer: string
  }
}

/** Starts one throwaway control database server for the run; vitest calls what is returned last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startControlDatabase()
  project.provide('controlServer', url)
  return stop
}
