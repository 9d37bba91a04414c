import { hash, verify } from '@node-rs/argon2'
import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

/** Letters and digits that are easily taken for one another (0 O, 1 l I) are left out. */
const lowercase = 'abcdefghijkmnopqrstuvwxyz'
const uppercase = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const digits = '23456789'
/** Special for the password rule, yet plain in shells, URIs, SQL strings and option files. */
const special = '_-.'
const classes = [lowercase, uppercase, digits, special]
const all = classes.join('')
const minimumLength = 8
const maximumLength = 128

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane (about 25 ms). */
const argon2Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length))
}

/** True when the password holds a lower-case and an upper-case letter, a digit and a special. */
function hasEveryClass(password: string): boolean {
  return classes.every((alphabet) =>
    [...alphabet].some((character) => password.includes(character)),
  )
}

/**
 * A random password of 8 to 128 characters with a lower-case and an upper-case letter, a digit and
 * a special character. It starts with a letter, so that no program takes it for an option. Every
 * password that meets these rules is equally likely; 21 characters carry about 123 bits.
 */
export function generatePassword(length = 21): string {
  if (!Number.isInteger(length) || length < minimumLength || length > maximumLength) {
    throw new RangeError(`A password has ${minimumLength} to ${maximumLength} characters`)
  }
  // Drawing whole passwords until one fits keeps them unbiased; placing classes would not.
  for (;;) {
    const rest = Array.from({ length: length - 1 }, () => pick(all)).join('')
    const password = pick(lowercase + uppercase) + rest
    if (hasEveryClass(password)) return password
  }
}

/** The argon2id hash of a password in its PHC text form, salt and parameters included. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, argon2Options)
}

/** True when the password belongs to the hash; false for a malformed hash as well. */
export async function verifyPassword(hashed: string, password: string): Promise<boolean> {
  return verify(hashed, password).catch(() => false)
}

/**
 * SHA-256 of a random token, as hexadecimal, for looking it up without storing it. Only for tokens
 * that a machine drew: a password would be guessed from it.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}

/** Compares two texts without telling by the time it takes where they differ. */
export function equalInConstantTime(first: string, second: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
  return timingSafeEqual(digest(first), digest(second))
}
