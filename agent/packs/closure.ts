/** A package file of the archive that belongs to a pack. */
export interface ArchiveFile {
  uri: string
  fileName: string
  packageName: string
  packageVersion: string
  sizeBytes: number
  sha256: string
}

/**
 * Packages that the wanted ones depend on for their maintainer scripts, for services or for parts
 * that a pack leaves out (JIT); treating them as installed keeps the closure to the libraries.
 */
const neverShipped: readonly string[] = [
  'adduser',
  'base-files',
  'base-passwd',
  'ca-certificates',
  'debconf',
  'debconf-2.0',
  'debianutils',
  'dpkg',
  'gawk',
  'init-system-helpers',
  'iproute2',
  'libpam-modules',
  'libpam-modules-bin',
  'libpam-runtime',
  'locales',
  'locales-all',
  'logrotate',
  'lsb-base',
  'mawk',
  'mysql-common',
  'netbase',
  'openssl',
  'passwd',
  'perl',
  'perl-base',
  'postgresql-common',
  'postgresql-common-dev',
  'postgresql-client-common',
  'procps',
  'psmisc',
  'python3',
  'sensible-utils',
  'ssl-cert',
  'systemd',
  'sysvinit-utils',
  'tzdata',
  'ucf',
  'vim-haproxy',
  ...Array.from({ length: 30 }, (_, index) => `libllvm${index + 11}`),
]

/**
 * The text of a private dpkg status file in which everything that packs never hold is installed.
 *
 * The version outranks every requirement of a version; `Multi-Arch: allowed` satisfies both plain
 * dependencies and those on `:any`. `alsoInstalled` adds packages that the machine itself provides.
 */
export function dpkgStatus(architecture: string, alsoInstalled: readonly string[] = []): string {
  return [...neverShipped, ...alsoInstalled]
    .map((name) =>
      [
        `Package: ${name}`,
        'Status: install ok installed',
        'Maintainer: Holdfast <holdfast@localhost>',
        `Architecture: ${architecture}`,
        'Multi-Arch: allowed',
        'Version: 9999:1',
        'Description: not part of engine packs',
        '',
      ].join('\n'),
    )
    .join('\n')
}

/**
 * Reads what `apt-get install --print-uris` prints: a line `'URI' NAME SIZE SHA256:HASH` for each
 * package file of the closure, or file of a source package. Other lines are passed over. Throws for a file without a SHA-256.
 */
export function parsePrintUris(printed: string): ArchiveFile[] {
  return printed.split('\n').flatMap((line) => {
    const match = /^'([^']+)' (\S+) (\d+) ?(\S*)$/.exec(line.trim())
    const [, uri, fileName, size, hash = ''] = match ?? []
    if (uri === undefined || fileName === undefined || size === undefined) return []
    const sha256 = /^SHA256:([0-9a-f]{64})$/i.exec(hash)?.[1]
    if (sha256 === undefined) throw new Error(`${fileName} comes without a SHA-256 hash`)
    const [packageName = '', packageVersion = ''] = decodeURIComponent(fileName).split('_')
    return [
      {
        uri,
        fileName,
        packageName,
        packageVersion,
        sizeBytes: Number(size),
        sha256: sha256.toLowerCase(),
      },
    ]
  })
}
