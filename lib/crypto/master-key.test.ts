import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadMasterKey, MasterKeyError } from '@/lib/crypto/master-key.ts'

let directory: string
let file: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-master-key-'))
  file = join(directory, 'secrets', 'master.key')
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

test('a missing key is made once, private, and read again afterwards', async () => {
  const key = await loadMasterKey(file)
  expect(key).toHaveLength(32)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await loadMasterKey(file)).toEqual(key)
})

test('many that start at once get the same key and leave no other file', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadMasterKey(file)))
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
  expect(await readdir(join(directory, 'secrets'))).toEqual(['master.key'])
})

test('a key that other users may read is refused, with what to do', async () => {
  await loadMasterKey(file)
  await chmod(file, 0o640)
  await expect(loadMasterKey(file)).rejects.toThrow(MasterKeyError)
  await expect(loadMasterKey(file)).rejects.toThrow('chmod 600')
})

test('a truncated key is refused and never replaced', async () => {
  await loadMasterKey(file)
  await writeFile(file, 'short')
  await expect(loadMasterKey(file)).rejects.toThrow('5 bytes instead of 32')
  expect((await stat(file)).size).toBe(5)
})

test('a symbolic link in place of the key is refused', async () => {
  const elsewhere = join(directory, 'elsewhere')
  await writeFile(elsewhere, Buffer.alloc(32), { mode: 0o600 })
  const linked = join(directory, 'linked.key')
  await symlink(elsewhere, linked)
  await expect(loadMasterKey(linked)).rejects.toThrow('symbolic link')
})
