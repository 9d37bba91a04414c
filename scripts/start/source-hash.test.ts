import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hashSources } from './source-hash.ts'

const root = await mkdtemp(join(tmpdir(), 'holdfast-hash-'))
await mkdir(join(root, 'lib/deep'), { recursive: true })
await writeFile(join(root, 'lib/deep/a.ts'), 'one')

afterAll(() => rm(root, { recursive: true, force: true }))

test('a changed file changes the fingerprint, and changing it back restores it', async () => {
  const before = await hashSources(root, ['lib'])
  await writeFile(join(root, 'lib/deep/a.ts'), 'two')
  const changed = await hashSources(root, ['lib'])
  await writeFile(join(root, 'lib/deep/a.ts'), 'one')
  expect(changed).not.toBe(before)
  expect(await hashSources(root, ['lib'])).toBe(before)
})

test('tests do not count, because no build takes them in', async () => {
  const before = await hashSources(root, ['lib'])
  await writeFile(join(root, 'lib/deep/a.test.ts'), 'test')
  expect(await hashSources(root, ['lib'])).toBe(before)
})

test('a missing folder counts as empty', async () => {
  expect(await hashSources(root, ['lib', 'absent'])).toBe(await hashSources(root, ['lib']))
})
