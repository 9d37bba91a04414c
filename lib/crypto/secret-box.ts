import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const version = 'v1'
const algorithm = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** A sealed text could not be opened; says why without repeating any of it. */
export class SecretBoxError extends Error {
  readonly code: 'malformed' | 'not_authentic'

  constructor(code: 'malformed' | 'not_authentic', message: string) {
    super(message)
    this.name = 'SecretBoxError'
    this.code = code
  }
}

export interface SecretBox {
  /** Encrypts `plaintext` so that it opens only with the same key and the same `context`. */
  seal(plaintext: string, context: string): string
  /** Returns the plaintext; throws SecretBoxError for another key, context or a changed text. */
  open(sealed: string, context: string): string
}

/**
 * Encrypts secrets at rest with AES-256-GCM under a 32-byte key and a random nonce for each.
 * `context` names the place that the secret is stored in (table, row, column) and is authenticated
 * with it, so a sealed text that is moved to another row does not open there.
 * Format: `v1.<base64url of nonce, tag and ciphertext>`.
 */
export function createSecretBox(key: Uint8Array): SecretBox {
  if (key.length !== keyBytes) throw new Error(`A master key has ${keyBytes} bytes`)
  const ownKey = Uint8Array.from(key)
  const associatedData = (context: string): Buffer => Buffer.from(`${version}:${context}`, 'utf8')

  return {
    seal(plaintext, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, ownKey, nonce, { authTagLength: tagBytes })
      cipher.setAAD(associatedData(context))
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
      const text = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
      return `${version}.${text}`
    },

    open(sealed, context) {
      const match = /^v1\.([A-Za-z0-9_-]+)$/.exec(sealed)
      const bytes = Buffer.from(match?.[1] ?? '', 'base64url')
      if (bytes.length < nonceBytes + tagBytes) {
        throw new SecretBoxError('malformed', 'The stored secret is not in a known format')
      }
      const nonce = bytes.subarray(0, nonceBytes)
      const decipher = createDecipheriv(algorithm, ownKey, nonce, { authTagLength: tagBytes })
      decipher.setAAD(associatedData(context))
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      try {
        const body = decipher.update(bytes.subarray(nonceBytes + tagBytes))
        return Buffer.concat([body, decipher.final()]).toString('utf8')
      } catch {
        throw new SecretBoxError(
          'not_authentic',
          'The stored secret does not open: it was made with another master key or moved',
        )
      }
    },
  }
}
