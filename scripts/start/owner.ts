import { join } from 'node:path'
import { execa } from 'execa'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import { findOwner } from './database-access.ts'
import { CannotStart } from './start-error.ts'

export interface Owner {
  email: string
  /** Set only when the owner was created by this start with a password of Holdfast's own making. */
  generatedPassword: string | null
}

/** The first owner, created when there is none; in a process of its own, so this one stays small. */
export async function ensureOwner(environment: Record<string, string>): Promise<Owner> {
  const present = await findOwner(environment.DATABASE_URL ?? '')
  if (present !== null) return { email: present, generatedPassword: null }
  const runner = join(projectDir, 'scripts', 'run.mjs')
  const seeding = join(projectDir, 'scripts', 'start', 'seed-owner.ts')
  const { exitCode, stdout, stderr } = await execa(process.execPath, [runner, seeding], {
    cwd: projectDir,
    env: environment,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  })
  if (exitCode !== 0) throw new CannotStart(`The first owner could not be created.\n${stderr}`)
  const seeded = JSON.parse(stdout) as { ownerEmail: string; generatedPassword: string | null }
  return { email: seeded.ownerEmail, generatedPassword: seeded.generatedPassword }
}
