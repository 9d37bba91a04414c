import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Page, Request } from '@playwright/test'
import { makeMember } from './fixtures/control-database.ts'
import { owner } from './fixtures/holdfast.ts'
import { expect, signIn, test } from './fixtures/test.ts'

const dataDir = process.env.HOLDFAST_E2E_DATA_DIR ?? ''
const address = process.env.HOLDFAST_E2E_ADDRESS ?? ''

/** The request of a server action that renames the reader, as their own browser sends it. */
async function recordRename(page: Page, name: string): Promise<Request> {
  await page.goto('/account')
  await page.getByRole('button', { name: 'Edit name' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  const sent = page.waitForRequest((request) => request.headers()['next-action'] !== undefined)
  await page.getByRole('button', { name: 'Save name' }).click()
  const request = await sent
  await expect(page.getByText('Saved name')).toBeVisible()
  return request
}

async function nameOf(page: Page, memberId: string): Promise<string> {
  const response = await page.request.get(`/data/iam/members/${memberId}`)
  const { data } = (await response.json()) as { data: { name: string } }
  return data.name
}

test('a server action that another site sends with the reader’s cookies changes nothing', async ({
  page,
}) => {
  const person = await makeMember(dataDir, [])
  await signIn(page, person)
  const first = await recordRename(page, 'First name')
  const action = { 'next-action': first.headers()['next-action'] ?? '' }
  const type = { 'content-type': first.headers()['content-type'] ?? '' }
  const data = (first.postData() ?? '').replace('First name', 'Stolen name')
  const send = (headers: Record<string, string>) =>
    page.request.post('/account', { data, headers: { ...action, ...type, ...headers } })
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: address.replace('localhost', 'localhost.evil.example') },
    { origin: address, 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of foreign) {
    expect((await send(headers)).status()).toBe(403)
    expect(await nameOf(page, person.id)).toBe('First name')
  }
  expect((await send({ origin: address })).status()).toBe(200)
  expect(await nameOf(page, person.id)).toBe('Stolen name')
})

test('a form on another site neither signs the reader out nor anybody in', async ({ page }) => {
  const evil = createServer((request, response) => {
    const target = new URL(request.url ?? '/', 'http://evil').searchParams.get('to') ?? ''
    response.setHeader('content-type', 'text/html')
    response.end(
      `<form method="post" action="${target}"><input name="csrfToken" value="x"></form>` +
        '<script>document.forms[0].submit()</script>',
    )
  })
  evil.listen(0, '127.0.0.1')
  await once(evil, 'listening')
  const elsewhere = `http://127.0.0.1:${String((evil.address() as AddressInfo).port)}`
  try {
    await signIn(page)
    for (const path of ['/api/auth/signout', '/api/auth/callback/credentials', '/account']) {
      const answered = page.waitForResponse((response) => response.url() === `${address}${path}`)
      await page.goto(`${elsewhere}/?to=${encodeURIComponent(address + path)}`)
      expect((await answered).status(), path).toBe(403)
    }
    await page.goto('/activity')
    await expect(page.getByRole('heading', { name: 'Activity', exact: true })).toBeVisible()
  } finally {
    evil.close()
  }
})

test('the API knows no cookies, so no site can ride on them', async ({ ownerPage: page }) => {
  for (const path of ['/rdb/v1/regions/lo-cal/instances', '/iam/v1alpha1/api-keys']) {
    const response = await page.request.post(path, { data: {} })
    expect(response.status(), path).toBe(401)
  }
})

test('polling routes answer the console only', async ({ ownerPage: page }) => {
  const read = (site: string) =>
    page.request.get('/data/instances', { headers: { 'sec-fetch-site': site } })
  expect((await read('same-origin')).status()).toBe(200)
  expect((await read('cross-site')).status()).toBe(403)
})

test('the cookie of a session is for the server alone, and new at each sign-in', async ({
  page,
  context,
}) => {
  const planted = {
    name: 'authjs.session-token',
    value: 'planted',
    url: address,
  }
  await context.addCookies([planted])
  await signIn(page)
  const session = async () =>
    (await context.cookies()).find(({ name }) => name === 'authjs.session-token')
  const first = await session()
  expect(first).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: false })
  expect(first?.value).not.toBe('planted')
  await context.clearCookies()
  await signIn(page)
  expect((await session())?.value).not.toBe(first?.value)
})

test('behind TLS every cookie is for TLS only', async () => {
  const https = { 'x-forwarded-proto': 'https' }
  const csrf = await fetch(`${address}/api/auth/csrf`, { headers: https })
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const signedIn = await fetch(`${address}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { ...https, cookie },
    body: new URLSearchParams({ csrfToken, email: owner.email, password: owner.password }),
    redirect: 'manual',
  })
  const lines = [...csrf.headers.getSetCookie(), ...signedIn.headers.getSetCookie()]
  expect(lines.some((line) => line.startsWith('__Secure-authjs.session-token='))).toBe(true)
  for (const line of lines) expect(line).toMatch(/^__(Host|Secure)-.*; Secure/)
  for (const line of lines.filter((line) => !line.includes('callback-url'))) {
    expect(line).toMatch(/HttpOnly/)
    expect(line).toMatch(/SameSite=Lax/)
  }
})

test('pages allow no script but their own', async ({ request }) => {
  const policy = (await request.get('/sign-in')).headers()['content-security-policy'] ?? ''
  const scripts = policy.split('; ').find((part) => part.startsWith('script-src')) ?? ''
  expect(scripts).toMatch(/'nonce-[\w+/=]+' 'strict-dynamic'/)
  expect(scripts).not.toMatch(/unsafe|\*|https?:/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("base-uri 'none'")
})
