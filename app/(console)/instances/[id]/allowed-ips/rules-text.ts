/**
 * Reads rules as people write them, one a line: the range, then its description. Commas and
 * semicolons separate as well where no description could be meant.
 */
export function rulesFrom(text: string): { cidr: string; description: string }[] {
  return text
    .split(/\n|[,;](?=\s*[0-9a-fA-F:.]+(?:\/\d+)?\s*(?:[,;\n]|$))/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [cidr = '', ...words] = line.split(/\s+/)
      return { cidr, description: words.join(' ') }
    })
}

/** Writes rules the way `rulesFrom` reads them. */
export function rulesText(rules: readonly { cidr: string; description: string }[]): string {
  return rules.map(({ cidr, description }) => `${cidr} ${description}`).join('\n')
}
