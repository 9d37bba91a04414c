import { expect, test } from 'vitest'
import { findDebianArchive, parseAptSources } from '@/agent/packs/apt-sources.ts'

test('a deb822 file yields its enabled stanzas of binary packages', () => {
  const text = [
    '# a comment',
    'Types: deb deb-src',
    'URIs: http://mirror.example/debian',
    '# between fields',
    'Suites: bookworm bookworm-updates',
    'Components: main contrib',
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
    '',
    'Enabled: no',
    'Types: deb',
    'URIs: http://disabled.example/debian',
    'Suites: bookworm',
    'Components: main',
    '  ',
    'Types: deb-src',
    'URIs: http://source.example/debian',
    'Suites: bookworm',
    'Components: main',
  ].join('\n')
  expect(parseAptSources(text, 'deb822')).toEqual([
    {
      uris: ['http://mirror.example/debian'],
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main', 'contrib'],
      signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
    },
  ])
})

test('a key written into a deb822 stanza is kept with its lines', () => {
  const text = [
    'Types: deb',
    'URIs: https://mirror.example/debian',
    'Suites: trixie',
    'Components: main',
    'Signed-By:',
    ' -----BEGIN PGP PUBLIC KEY BLOCK-----',
    ' .',
    ' abc=',
    ' -----END PGP PUBLIC KEY BLOCK-----',
  ].join('\n')
  const [source] = parseAptSources(text, 'deb822')
  expect(source?.signedBy).toBe(
    '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc=\n -----END PGP PUBLIC KEY BLOCK-----',
  )
})

test('one-line sources are read with and without options, never carrying trusted=yes over', () => {
  const text = [
    'deb http://mirror.example/debian bookworm main non-free # comment',
    '# deb http://commented.example/debian bookworm main',
    'deb-src http://mirror.example/debian bookworm main',
    'deb [ arch=amd64 trusted=yes signed-by=/etc/apt/keyrings/own.gpg ] https://other.example/d trixie main',
  ].join('\n')
  expect(parseAptSources(text, 'list')).toEqual([
    {
      uris: ['http://mirror.example/debian'],
      suites: ['bookworm'],
      components: ['main', 'non-free'],
      signedBy: null,
    },
    {
      uris: ['https://other.example/d'],
      suites: ['trixie'],
      components: ['main'],
      signedBy: '/etc/apt/keyrings/own.gpg',
    },
  ])
})

test('the archive is the source of a release, not of security updates or of another project', () => {
  const list = [
    'deb http://security.example/debian-security bookworm-security main',
    'deb http://updates.example/debian bookworm-updates main',
    'deb http://node.example nodistro main',
    'deb http://archive.example/ubuntu noble main',
    'deb http://mirror.example/debian bookworm contrib main',
  ].join('\n')
  const sources = parseAptSources(list, 'list')
  expect(findDebianArchive(sources)?.uris).toEqual(['http://mirror.example/debian'])
  expect(findDebianArchive(sources.slice(0, 4))).toBeNull()
})
