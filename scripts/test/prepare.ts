import { join } from 'node:path'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import type { Steps } from '@/scripts/bootstrap/steps.mjs'
import { ensureAgentBuild, ensureConsoleBuild } from '@/scripts/start/build.ts'
import { openDataDirectory } from '@/scripts/start/data-directory.ts'
import { ensureGeneratedClient } from '@/scripts/start/generated-client.ts'
import { preparePacks } from '@/scripts/start/packs.ts'
import { ensureChromium } from './chromium.ts'

interface PreparedTests {
  environment: Record<string, string>
  buildConsole: () => Promise<void>
}

/** Provides what the tests run against: engines, database client and a browser. */
export async function prepareTests(steps: Steps): Promise<PreparedTests> {
  const { paths, notice } = await openDataDirectory({
    requested: join(projectDir, '.holdfast'),
    isChosen: false,
    projectDir,
  })
  if (notice !== null) steps.line(`  ${notice}`)
  await steps.run('Database client', ensureGeneratedClient)
  await preparePacks(steps, paths, [], new AbortController().signal)
  const chromium = await steps.run('Browser', (step) => ensureChromium(paths, step))
  return {
    environment: chromium,
    buildConsole: async () => {
      await ensureAgentBuild()
      await ensureConsoleBuild()
    },
  }
}
