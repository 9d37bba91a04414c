import { expect, test } from 'vitest'
import {
  equalInConstantTime,
  generatePassword,
  hashPassword,
  hashToken,
  verifyPassword,
} from '@/lib/crypto/passwords.ts'

test('generated passwords satisfy the rule for passwords at every length', () => {
  for (const length of [8, 21, 128]) {
    for (let round = 0; round < 300; round += 1) {
      const password = generatePassword(length)
      expect(password).toHaveLength(length)
      expect(password).toMatch(/[a-z]/)
      expect(password).toMatch(/[A-Z]/)
      expect(password).toMatch(/\d/)
      expect(password).toMatch(/[!@#$%^&*()_+\-=[\]{}|;:,.<>?]/)
    }
  }
  expect(generatePassword()).toHaveLength(21)
})

test('generated passwords need no quoting in a shell, a URI or an SQL string', () => {
  for (let round = 0; round < 500; round += 1) {
    expect(generatePassword()).toMatch(/^[A-Za-z][A-Za-z0-9_.-]+$/)
  }
})

test('characters are drawn evenly', () => {
  const counts = new Map<string, number>()
  const drawn = Array.from({ length: 600 }, () => generatePassword(128).slice(1)).join('')
  for (const character of drawn) counts.set(character, (counts.get(character) ?? 0) + 1)
  const expected = drawn.length / counts.size
  expect(counts.size).toBe(25 + 24 + 8 + 3)
  for (const count of counts.values()) {
    expect(Math.abs(count - expected)).toBeLessThan(expected * 0.25)
  }
})

test('lengths outside 8 to 128 are refused', () => {
  for (const length of [7, 129, 8.5, Number.NaN]) expect(() => generatePassword(length)).toThrow()
})

test('a password verifies against its own hash only, and hashes are salted argon2id', async () => {
  const hashed = await hashPassword('Correct-horse1')
  expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await hashPassword('Correct-horse1')).not.toBe(hashed)
  expect(await verifyPassword(hashed, 'Correct-horse1')).toBe(true)
  expect(await verifyPassword(hashed, 'Correct-horse2')).toBe(false)
  expect(await verifyPassword('not a hash', 'Correct-horse1')).toBe(false)
})

test('tokens hash to SHA-256 and compare by value', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(equalInConstantTime('same', 'same')).toBe(true)
  expect(equalInConstantTime('same', 'other length')).toBe(false)
})
