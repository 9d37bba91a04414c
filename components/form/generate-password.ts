const classes = [
  'ABCDEFGHJKLMNPQRSTUVWXYZ',
  'abcdefghijkmnopqrstuvwxyz',
  '23456789',
  '_-.',
] as const
const everything = classes.join('')
const length = 24

function pick(alphabet: string): string {
  // Rejecting the uneven rest keeps every character equally likely.
  const limit = 256 - (256 % alphabet.length)
  const byte = new Uint8Array(1)
  do crypto.getRandomValues(byte)
  while ((byte[0] ?? 256) >= limit)
  return alphabet[(byte[0] ?? 0) % alphabet.length] ?? ''
}

function shuffle(characters: string[]): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const positions = Array.from({ length: last + 1 }, (_, index) => String.fromCharCode(index))
    const other = pick(positions.join('')).charCodeAt(0)
    ;[characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? '']
  }
  return characters
}

/**
 * A password of 24 characters with upper and lower case letters, digits and special characters (over
 * 140 bits), without characters that look alike, or need quoting in a shell or a URI.
 */
export function generatePassword(): string {
  const characters = classes.map((alphabet) => pick(alphabet))
  while (characters.length < length) characters.push(pick(everything))
  return shuffle(characters).join('')
}
