import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSecretBox, SecretBoxError } from '@/lib/crypto/secret-box.ts'

const box = createSecretBox(randomBytes(32))

test('what was sealed opens again, whatever its characters and length', () => {
  for (const text of ['', 'a', 'päss wörd 🔑\n', 'x'.repeat(100_000)]) {
    expect(box.open(box.seal(text, 'user/1'), 'user/1')).toBe(text)
  }
})

test('the same text never seals twice to the same ciphertext', () => {
  expect(box.seal('same', 'row')).not.toBe(box.seal('same', 'row'))
})

test('a ciphertext that was moved to another row does not open', () => {
  expect(() => box.open(box.seal('secret', 'row/1'), 'row/2')).toThrow(SecretBoxError)
})

test('a ciphertext does not open under another key', () => {
  const other = createSecretBox(randomBytes(32))
  expect(() => other.open(box.seal('secret', 'row'), 'row')).toThrow(SecretBoxError)
})

test('any changed byte is noticed', () => {
  const [version, body] = box.seal('secret', 'row').split('.')
  const bytes = Buffer.from(body ?? '', 'base64url')
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    const sealed = `${version}.${changed.toString('base64url')}`
    expect(() => box.open(sealed, 'row')).toThrow(SecretBoxError)
  }
})

test('malformed and truncated texts give the typed error and never leak their content', () => {
  for (const sealed of ['', 'v1.', 'v2.AAAA', 'v1.AAAA', 'v1.!!!', 'hunter2']) {
    expect(() => box.open(sealed, 'row')).toThrow(
      expect.objectContaining({ name: 'SecretBoxError', code: 'malformed' }),
    )
  }
})

test('a key of the wrong length is refused', () => {
  expect(() => createSecretBox(randomBytes(16))).toThrow('32 bytes')
})
