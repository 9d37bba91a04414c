import { constants } from 'node:fs'
import { link, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tailFile } from '@/agent/engines/tail.ts'
import { writeEngineFile } from '@/agent/process/files.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { rotateLog } from '@/agent/process/rotate.ts'
import { run } from '@/agent/process/run.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { openUntrusted, UntrustedFileError } from '@/agent/process/untrusted.ts'

const policy = { maxBytes: 1, maxAgeMs: 60_000, keep: 2 }
let root: string
let precious: string
let file: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-untrusted-'))
  precious = join(root, 'precious')
  await writeFile(precious, 'precious')
  await mkdir(join(root, 'log'))
  file = join(root, 'log', 'output.log')
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

async function expectUntouched(): Promise<void> {
  expect(await readFile(precious, 'utf8')).toBe('precious')
  expect((await lstat(precious)).uid).toBe(process.getuid?.())
}

test.each([
  ['a symbolic link', () => symlink(precious, file)],
  ['a second name', () => link(precious, file)],
])('a file reached by %s is neither written, given away, turned nor read', async (_, lay) => {
  await lay()
  const command = {
    file: '/bin/echo',
    args: ['overwritten'],
    environment: {},
    directory: root,
    outputFile: file,
  }
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, userName: 'self' }
  const start = startDetached(command, (await engineIdentity()) ?? self)
  await expect(start).rejects.toBeInstanceOf(UntrustedFileError)
  for (const method of ['truncate', 'rename'] as const) {
    await expect(rotateLog(file, method, policy)).rejects.toBeInstanceOf(UntrustedFileError)
  }
  expect(await tailFile(file, 10)).toEqual([])
  await expectUntouched()
})

test('a configuration file replaces a link and leaves what it led to', async () => {
  await symlink(precious, file)
  expect(await writeEngineFile(file, 'precious')).toBe(true)
  expect((await lstat(file)).isFile()).toBe(true)
  expect((await lstat(file)).uid).toBe((await engineIdentity())?.uid ?? process.getuid?.())
  await expectUntouched()
})

test('nothing is written through a directory that became a link', async () => {
  await mkdir(join(root, 'elsewhere'))
  await symlink(join(root, 'elsewhere'), join(root, 'conf'))
  const path = join(root, 'conf', 'engine.conf')
  await expect(writeEngineFile(path, 'new')).rejects.toBeInstanceOf(UntrustedFileError)
  await expect(openUntrusted(path, constants.O_CREAT | constants.O_WRONLY)).rejects.toBeInstanceOf(
    UntrustedFileError,
  )
  await expect(lstat(join(root, 'elsewhere', 'engine.conf'))).rejects.toThrow('ENOENT')
})

test('a pipe is refused at once instead of being waited for', async () => {
  await run('mkfifo', [file])
  for (const flags of [constants.O_RDONLY, constants.O_WRONLY, constants.O_RDWR]) {
    await expect(openUntrusted(file, flags)).rejects.toBeInstanceOf(UntrustedFileError)
  }
})
