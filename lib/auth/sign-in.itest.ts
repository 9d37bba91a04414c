import { beforeAll, expect, test } from 'vitest'
import { makeOrganization, systemContext } from '@/lib/api/testing.ts'
import { db } from '@/lib/db/db.ts'
import { createMember } from '@/lib/iam/members/commands/create.ts'
import { newId } from '@/lib/ids/ids.ts'
import { signInWithPassword } from './sign-in.ts'
import { countSignInAttempt } from './throttle.ts'

const password = 'Correct-Horse-Battery-7'
let organizationId: string

beforeAll(async () => {
  organizationId = (await makeOrganization()).organizationId
})

async function makeMember(): Promise<string> {
  const email = `${newId()}@example.test`
  await createMember.execute(systemContext, { organizationId, email, password })
  return email
}

const signIn = (email: string, address: string, given = password) =>
  signInWithPassword({ requestId: newId(), address, userAgent: null }, { email, password: given })

const pointsOf = async (key: string): Promise<number> =>
  (await db().signInThrottle.findUnique({ where: { key } }))?.points ?? 0

const tooMany = { code: 'too_many_requests' }

test('who signs in uses up nothing of the limits', async () => {
  const email = await makeMember()
  for (let i = 0; i < 3; i += 1) await signIn(email, '192.0.2.1')
  expect(await pointsOf('address:192.0.2.1')).toBe(0)
  expect(await pointsOf(`account:192.0.2.1 ${email}`)).toBe(0)
  expect(await pointsOf(`everywhere:${email}`)).toBe(0)
})

test('one IPv6 network is limited like one address, and the refusal is recorded once', async () => {
  const email = await makeMember()
  for (let i = 1; i <= 10; i += 1) {
    await countSignInAttempt(email, `2001:db8:0:1::${i.toString(16)}`)
  }
  for (const address of ['2001:db8:0:1::ffff', '2001:db8:0:1::fffe']) {
    await expect(signIn(email, address)).rejects.toMatchObject(tooMany)
  }
  expect(await signIn(email, '2001:db8:0:2::1')).toHaveProperty('sessionId')
  const where = { action: 'session.create', outcome: 'refused', resourceName: email }
  expect(await db().auditEntry.count({ where })).toBe(1)
})

test('guesses from many addresses are bounded for one account, and for that one only', async () => {
  const [email, other] = [await makeMember(), await makeMember()]
  for (let i = 0; i < 100; i += 1) await countSignInAttempt(email, `198.51.100.${String(i)}`)
  await expect(signIn(email, '203.0.113.1')).rejects.toMatchObject(tooMany)
  expect(await signIn(other, '203.0.113.1')).toHaveProperty('sessionId')
})

test('one address alone cannot lock a member out of all others', async () => {
  const email = await makeMember()
  for (let i = 0; i < 110; i += 1) {
    await countSignInAttempt(email, '203.0.113.9').catch(() => undefined)
  }
  expect(await signIn(email, '203.0.113.10')).toHaveProperty('sessionId')
})
