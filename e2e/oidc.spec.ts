import { randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { withControlDatabase } from './fixtures/control-database.ts'
import {
  launch,
  makeInstallation,
  owner,
  removeInstallation,
  stopLauncher,
  waitForAddress,
  type Installation,
  type Launcher,
} from './fixtures/holdfast.ts'
import { oidcClient, startOidcProvider, type RunningProvider } from './fixtures/oidc-provider.ts'

let installation: Installation
let launcher: Launcher
let provider: RunningProvider

test.beforeAll(async () => {
  test.setTimeout(360_000)
  installation = await makeInstallation()
  provider = await startOidcProvider(installation.address)
  Object.assign(installation.environment, {
    HOLDFAST_OIDC_ISSUER: provider.issuer,
    HOLDFAST_OIDC_CLIENT_ID: oidcClient.id,
    HOLDFAST_OIDC_CLIENT_SECRET: oidcClient.secret,
    HOLDFAST_OIDC_NAME: 'Example',
    HOLDFAST_OIDC_ALLOWED_DOMAINS: 'example.test',
    HOLDFAST_OIDC_AUTO_CREATE: 'yes',
  })
  launcher = launch(installation)
  await waitForAddress(launcher)
})

test.afterAll(async () => {
  test.setTimeout(360_000)
  await stopLauncher(launcher)
  await provider.stop()
  await removeInstallation(installation)
})

test.beforeEach(() => {
  provider.forge(null)
})

/** Walks from the console's button through the provider's own pages and back. */
async function signInAs(page: Page, subject: string): Promise<void> {
  await page.goto(`${installation.address}/sign-in?next=%2Faccount`)
  await page.getByRole('button', { name: 'Sign in with Example' }).click()
  await page.getByPlaceholder('Enter any login').fill(subject)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${installation.address}/**`)
}

const database = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  withControlDatabase(installation.dataDir, 'holdfast', async (client) => {
    const { rows } = await client.query(sql, values)
    return rows as T[]
  })

/** A group that the provider's group of this name fills, whose members may read instances. */
async function makeGroup(oidcGroup: string): Promise<void> {
  const [groupId, policyId] = [randomUUID(), randomUUID()]
  await database(
    "INSERT INTO iam_group (id, organization_id, name, tags, oidc_groups) SELECT $1, id, $2, '{}', $3 FROM organization",
    [groupId, oidcGroup, [oidcGroup]],
  )
  await database(
    "INSERT INTO policy (id, organization_id, name, group_id, tags) SELECT $1, id, $2, $3, '{}' FROM organization",
    [policyId, `policy of ${groupId}`, groupId],
  )
  await database(
    "INSERT INTO policy_rule (id, policy_id, position, permission_set_names, is_organization_wide, project_ids) VALUES ($1, $2, 0, '{RelationalDatabasesReadOnly}', true, '{}')",
    [randomUUID(), policyId],
  )
}

async function expectRefused(page: Page, sentence: string): Promise<void> {
  await expect(page.getByText(sentence)).toBeVisible()
  const cookies = await page.context().cookies(installation.address)
  expect(cookies.map(({ name }) => name)).not.toContain('authjs.session-token')
}

const failed = 'Signing in through the provider did not work.'

test('a stranger becomes a member with the rights of the provider’s groups, while they are in them', async ({
  browser,
}) => {
  const [subject, group] = [randomUUID(), randomUUID()]
  await makeGroup(group)
  const person = { email: `${subject}@example.test`, email_verified: true, name: 'Ana' }
  provider.people.set(subject, { ...person, groups: [group] })
  const first = await browser.newPage()
  await signInAs(first, subject)
  await expect(first).toHaveURL(/\/account$/)
  await first.goto(`${installation.address}/instances`)
  await expect(first.getByRole('heading', { name: 'No instances yet' })).toBeVisible()
  provider.people.set(subject, person)
  const second = await browser.newPage()
  await signInAs(second, subject)
  for (const page of [second, first]) {
    await page.goto(`${installation.address}/instances`)
    await expect(page.getByText('You have no access to any project')).toBeVisible()
  }
  const [count] = await database<{ count: string }>(
    'SELECT count(*) FROM member WHERE email = $1',
    [person.email],
  )
  expect(Number(count?.count)).toBe(1)
  await first.close()
  await second.close()
})

test('the owner signs in by the verified e-mail; an unverified one leads nowhere', async ({
  page,
  browser,
}) => {
  provider.people.set('impostor', { email: owner.email, email_verified: false })
  const other = await browser.newPage()
  await signInAs(other, 'impostor')
  await expectRefused(other, 'The provider has not verified your e-mail address.')
  await other.close()
  provider.people.set('the-owner', { email: owner.email, email_verified: true })
  await signInAs(page, 'the-owner')
  await page.goto(`${installation.address}/audit-log?action=session.create`)
  const table = page.getByRole('table', { name: 'Audit log' })
  await expect(table.getByText('Refused').first()).toBeVisible()
  await page.goto(`${installation.address}/settings`)
  await expect(page.getByText(provider.issuer)).toBeVisible()
  await expect(page.getByText(oidcClient.secret)).toHaveCount(0)
})

test('another person with the same e-mail, a foreign domain and a locked member are refused', async ({
  browser,
}) => {
  const [subject, email] = [randomUUID(), `${randomUUID()}@example.test`]
  provider.people.set(subject, { email, email_verified: true })
  provider.people.set('namesake', { email, email_verified: true })
  provider.people.set('foreigner', { email: 'a@example.test.evil.test', email_verified: true })
  const attempt = async (who: string, sentence: string | null) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signInAs(page, who)
    if (sentence === null) await expect(page).toHaveURL(/\/account$/)
    else await expectRefused(page, sentence)
    await context.close()
  }
  await attempt(subject, null)
  await attempt('namesake', 'This member signs in as another person of the provider.')
  await attempt('foreigner', 'E-mail addresses of your domain may not sign in here.')
  await database('UPDATE member SET locked_at = now() WHERE email = $1', [email])
  await attempt(subject, 'Your access is locked.')
})

for (const [what, change] of [
  ['another nonce', { nonce: 'forged' }],
  ['another audience', { aud: 'another-client' }],
  ['another issuer', { iss: 'https://evil.example' }],
  ['an end in the past', { exp: 1_000_000_000 }],
] as const) {
  test(`an ID token with ${what} is refused`, async ({ page }) => {
    const subject = randomUUID()
    provider.people.set(subject, { email: `${subject}@example.test`, email_verified: true })
    provider.forge((claims) => Object.assign(claims, change))
    await signInAs(page, subject)
    await expectRefused(page, failed)
    const found = await database('SELECT 1 FROM member WHERE email LIKE $1', [`${subject}%`])
    expect(found).toHaveLength(0)
  })
}

test('a way back that this browser did not begin is refused, and recorded', async ({ page }) => {
  const before = await database('SELECT 1 FROM audit_entry WHERE outcome = $1', ['refused'])
  const back = new URLSearchParams({ code: 'stolen', state: 'forged', iss: provider.issuer })
  await page.goto(`${installation.address}/api/auth/callback/oidc?${back.toString()}`)
  await expectRefused(page, failed)
  const after = await database('SELECT 1 FROM audit_entry WHERE outcome = $1', ['refused'])
  expect(after.length).toBeGreaterThanOrEqual(before.length)
})

test('the way back leads to no other site', async ({ page }) => {
  await page.goto(`${installation.address}/sign-in?next=https%3A%2F%2Fevil.example%2F`)
  await expect(page.locator('input[name=next]').first()).toHaveValue('/')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on sign-in with a provider in the ${colorScheme} theme`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await page.goto(`${installation.address}/sign-in?refused=locked`)
    await expect(page.getByRole('button', { name: 'Sign in with Example' })).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    await context.close()
  })
}
