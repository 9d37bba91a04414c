import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  loadArchivePacks,
  loadPack,
  MANIFEST_NAME,
  type PackManifest,
  parseManifest,
  writeManifest,
} from '@/agent/packs/manifest.ts'

let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-manifest-'))
})

afterEach(async () => {
  await rm(root, { recursive: true })
})

async function makePack(name: string): Promise<PackManifest> {
  const prefix = join(root, name)
  await mkdir(prefix)
  const program = join(prefix, 'haproxy')
  await writeFile(program, 'program')
  await chmod(program, 0o755)
  const manifest: PackManifest = {
    format: 1,
    pack: {
      id: name,
      product: 'haproxy',
      version: '3.2',
      release: '3.2.26',
      origin: 'archive',
      prefix,
      executables: { haproxy: program },
      environment: {},
      directories: {},
    },
    suite: 'forky',
    packages: [{ name: 'haproxy', version: '3.2.26-1', sha256: 'b'.repeat(64) }],
    sizes: { haproxy: 7 },
  }
  await writeManifest(prefix, manifest)
  return manifest
}

test('a pack is loaded as it was recorded', async () => {
  const { pack } = await makePack('haproxy-3.2.26-archive')
  expect(await loadPack(pack.prefix)).toEqual(pack)
  expect(await loadArchivePacks(root)).toEqual([pack])
})

test('a pack that was moved, lost a program or had one cut short is not used', async () => {
  const moved = await makePack('haproxy-moved')
  await rename(moved.pack.prefix, join(root, 'haproxy-elsewhere'))
  const cut = await makePack('haproxy-cut')
  await writeFile(join(cut.pack.prefix, 'haproxy'), 'prog')
  const lost = await makePack('haproxy-lost')
  await rm(join(lost.pack.prefix, 'haproxy'))
  expect(await loadArchivePacks(root)).toEqual([])
})

test('folders that are being built or hold no manifest are no packs', async () => {
  await makePack('.build-haproxy')
  await mkdir(join(root, 'haproxy-3.2.1-archive'))
  await writeFile(join(root, 'file'), '')
  expect(await loadArchivePacks(root)).toEqual([])
  expect(await loadArchivePacks(join(root, 'absent'))).toEqual([])
})

test('a manifest that is cut off, of another format or with relative paths is refused', async () => {
  const manifest = await makePack('haproxy-3.2.26-archive')
  const text = JSON.stringify(manifest)
  expect(parseManifest(text)).toEqual(manifest)
  expect(parseManifest(text.slice(0, -10))).toBeNull()
  expect(parseManifest(JSON.stringify({ ...manifest, format: 2 }))).toBeNull()
  const relative = { ...manifest.pack, executables: { haproxy: 'bin/haproxy' } }
  expect(parseManifest(JSON.stringify({ ...manifest, pack: relative }))).toBeNull()
  expect(parseManifest('null')).toBeNull()
  expect(MANIFEST_NAME).toBe('holdfast-pack.json')
})
