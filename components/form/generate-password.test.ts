import { expect, test } from 'vitest'
import { generatePassword } from './generate-password.ts'

test('a generated password has every class of character and needs no quoting', () => {
  for (let round = 0; round < 500; round += 1) {
    const password = generatePassword()
    expect(password).toHaveLength(24)
    expect(password).toMatch(/[A-Z]/)
    expect(password).toMatch(/[a-z]/)
    expect(password).toMatch(/[0-9]/)
    expect(password).toMatch(/[_\-.]/)
    expect(password).toMatch(/^[A-Za-z0-9_\-.]+$/)
  }
})

test('generated passwords differ, and so do their first characters', () => {
  const passwords = Array.from({ length: 200 }, () => generatePassword())
  expect(new Set(passwords).size).toBe(200)
  expect(new Set(passwords.map((password) => password[0])).size).toBeGreaterThan(20)
})
