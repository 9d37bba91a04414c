import { expect, test } from 'vitest'
import { dpkgStatus, parsePrintUris } from '@/agent/packs/closure.ts'

const hash = 'a'.repeat(64)

test('the files of a closure come with name, version, size and hash', () => {
  const printed = [
    'Reading package lists...',
    `'http://mirror.example/pool/z/zlib1g_1.3_amd64.deb' zlib1g_1%3a1.3.dfsg+really1.3.2-4_amd64.deb 92424 SHA256:${hash}`,
    `'http://mirror.example/pool/p/pgvector.tar.gz' pgvector_0.8.0.orig.tar.gz 122290 SHA256:${hash}`,
    '',
  ].join('\n')
  expect(parsePrintUris(printed)).toEqual([
    {
      uri: 'http://mirror.example/pool/z/zlib1g_1.3_amd64.deb',
      fileName: 'zlib1g_1%3a1.3.dfsg+really1.3.2-4_amd64.deb',
      packageName: 'zlib1g',
      packageVersion: '1:1.3.dfsg+really1.3.2-4',
      sizeBytes: 92424,
      sha256: hash,
    },
    {
      uri: 'http://mirror.example/pool/p/pgvector.tar.gz',
      fileName: 'pgvector_0.8.0.orig.tar.gz',
      packageName: 'pgvector',
      packageVersion: '0.8.0.orig.tar.gz',
      sizeBytes: 122290,
      sha256: hash,
    },
  ])
})

test.each(['', 'MD5Sum:d41d8cd98f00b204e9800998ecf8427e'])(
  'a file without a strong hash is refused (%s)',
  (weak) => {
    const line = `'http://mirror.example/a.deb' a_1_amd64.deb 10 ${weak}`
    expect(() => parsePrintUris(line)).toThrow('without a SHA-256')
  },
)

test('what packs never hold counts as installed, once, for any version and architecture', () => {
  const stanzas = dpkgStatus('arm64', ['libc6']).trimEnd().split('\n\n')
  const names = stanzas.map((stanza) => /^Package: (.+)$/m.exec(stanza)?.[1])
  expect(names).toEqual(expect.arrayContaining(['perl', 'postgresql-common', 'libllvm19', 'libc6']))
  expect(new Set(names).size).toBe(names.length)
  expect(names).not.toContain('libssl3t64')
  for (const stanza of stanzas) {
    expect(stanza).toContain('Status: install ok installed')
    expect(stanza).toContain('Architecture: arm64')
    expect(stanza).toContain('Multi-Arch: allowed')
    expect(stanza).toContain('Version: 9999:1')
  }
})
