import { expect, test } from 'vitest'
import { connectionTexts } from './connection-texts.ts'

const target = { host: 'db.example.org', port: 20001, user: 'admin', database: 'rdb' }

test('every way to connect verifies the certificate and the host name', () => {
  for (const { text } of connectionTexts('postgresql', target)) {
    expect(text).toContain('sslmode=verify-full')
    expect(text).toContain('sslrootcert=holdfast-ca.pem')
  }
  for (const { text } of connectionTexts('mysql', target)) {
    expect(text).toContain('ssl-mode=VERIFY_IDENTITY')
    expect(text).toContain('ssl-ca=holdfast-ca.pem')
  }
})

test('URIs escape the user and bracket IPv6 hosts', () => {
  const odd = { ...target, host: '2001:db8::1', user: 'a$b' }
  expect(connectionTexts('postgresql', odd)[1]?.text).toBe(
    'postgresql://a%24b@[2001:db8::1]:20001/rdb?sslmode=verify-full&sslrootcert=holdfast-ca.pem',
  )
})

test('a dollar sign in a user name is kept from the shell', () => {
  const [psql] = connectionTexts('postgresql', { ...target, user: 'a$b' })
  const [mysql] = connectionTexts('mysql', { ...target, user: 'a$b' })
  expect(psql?.text).toContain(`psql 'host=`)
  expect(mysql?.text).toContain(`--user='a$b'`)
})
