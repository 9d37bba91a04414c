import { describe, expect, test } from 'vitest'
import { claimsOfIdToken, readPerson } from './claims.ts'

const whole = {
  sub: 'abc',
  email: 'Ana@Example.Test',
  email_verified: true,
  name: 'Ana',
  groups: ['dba', 'ops'],
}

describe('claims of a person', () => {
  test('are read with the e-mail in lower case', () => {
    expect(readPerson(whole, 'groups')).toEqual({
      subject: 'abc',
      email: 'ana@example.test',
      isEmailVerified: true,
      name: 'Ana',
      groups: ['dba', 'ops'],
    })
  })

  test.each([undefined, false, null, 'yes', 1, 'false'])(
    'an e-mail is not verified by %j',
    (email_verified) => {
      expect(readPerson({ ...whole, email_verified }, 'groups')?.isEmailVerified).toBe(false)
    },
  )

  test.each([undefined, '', 5, null, 'x'.repeat(300)])('%j is no subject', (sub) => {
    expect(readPerson({ ...whole, sub }, 'groups')).toBeNull()
  })

  test.each([[undefined], [null], [5], [{ dba: true }], [['dba', 5]], [['']]])(
    'groups that cannot be understood are none: %j',
    (groups) => {
      expect(readPerson({ ...whole, groups }, 'groups')?.groups).toEqual([])
    },
  )

  test('one group may be a text, and the claim may have another name', () => {
    expect(readPerson({ ...whole, roles: 'dba' }, 'roles')?.groups).toEqual(['dba'])
  })

  test('what is no address is no e-mail', () => {
    expect(readPerson({ ...whole, email: 'ana' }, 'groups')?.email).toBeNull()
  })
})

test('an ID token gives its claims, and nonsense gives none', () => {
  const payload = Buffer.from(JSON.stringify({ groups: ['dba'] })).toString('base64url')
  expect(claimsOfIdToken(`x.${payload}.y`)).toEqual({ groups: ['dba'] })
  for (const bad of [
    undefined,
    '',
    'x',
    'x.y.z',
    `x.${Buffer.from('[1]').toString('base64url')}.`,
  ]) {
    expect(claimsOfIdToken(bad)).toEqual({})
  }
})
