import type { PackProduct } from '@/agent/packs/pack.ts'

/** Orders dotted versions by their numbers: negative when `left` is older. Text after them is ignored. */
export function compareVersions(left: string, right: string): number {
  const leftNumbers = numbersOf(left)
  const rightNumbers = numbersOf(right)
  for (let index = 0; index < Math.max(leftNumbers.length, rightNumbers.length); index += 1) {
    const difference = (leftNumbers[index] ?? 0) - (rightNumbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function numbersOf(version: string): number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number)
}

/**
 * The exact release that a program's `--version` (HAProxy: `-v`) printed, for example `17.11`.
 *
 * Null when the text is not of the product: MariaDB's `mysqld`, which users can't tell apart by its
 * name, counts as another product. Development versions of PostgreSQL (`19beta1`) are not releases.
 */
export function parseRelease(product: PackProduct, printed: string): string | null {
  if (product === 'mysql' && /mariadb/i.test(printed)) return null
  const pattern = {
    postgresql: /\(PostgreSQL\) (\d+\.\d+)(?![\w.])/,
    mysql: /\bVer (\d+\.\d+\.\d+)/,
    haproxy: /HAProxy version (\d+\.\d+\.\d+)/,
  }[product]
  return pattern.exec(printed)?.[1] ?? null
}

/** The release series that users choose: `17` of PostgreSQL 17.11, `9.7` of MySQL 9.7.4. */
export function seriesOf(product: PackProduct, release: string): string {
  const parts = release.split('.')
  return parts.slice(0, product === 'postgresql' ? 1 : 2).join('.')
}

/** The upstream release in a Debian package version: `17.11` of `17.11-0+deb13u1`. */
export function upstreamRelease(packageVersion: string): string {
  const withoutEpoch = packageVersion.replace(/^\d+:/, '')
  return /^\d+(\.\d+)*/.exec(withoutEpoch)?.[0] ?? withoutEpoch
}
