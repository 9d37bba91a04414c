import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { withFileLock } from '@/agent/process/file-lock.ts'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import { CannotStart } from './start-error.ts'

const outputDir = join(projectDir, 'lib', 'generated', 'prisma')
const stampFile = join(outputDir, '.made-from')

/** Generates the database client when it is missing or was made from another schema or Prisma. */
export async function ensureGeneratedClient(): Promise<void> {
  const wanted = await fingerprint()
  if (await isCurrent(wanted)) return
  await withFileLock(join(projectDir, 'prisma', 'schema.prisma'), async () => {
    if (await isCurrent(wanted)) return
    const prisma = join(projectDir, 'node_modules', 'prisma', 'build', 'index.js')
    const { exitCode, all } = await execa(process.execPath, [prisma, 'generate'], {
      cwd: projectDir,
      env: { CHECKPOINT_DISABLE: '1', NO_COLOR: '1' },
      stdin: 'ignore',
      all: true,
      reject: false,
    })
    if (exitCode !== 0) throw new CannotStart(`prisma generate failed.\n${all}`)
    await writeFile(stampFile, wanted)
  })
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json']) {
    hash.update(await readFile(join(projectDir, file)))
  }
  return hash.digest('hex')
}

async function isCurrent(wanted: string): Promise<boolean> {
  const [stamp, client] = await Promise.all([
    readFile(stampFile, 'utf8').catch(() => ''),
    readFile(join(outputDir, 'client.ts'), 'utf8').catch(() => ''),
  ])
  return stamp === wanted && client !== ''
}
