import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures/test.ts'
import { createInstance, deleteInstance, expectStatus, unique } from './vocabulary.ts'

const password = 'a password for the tests 4711'
const noProject = 'You have no access to any project'

/** Invites somebody by a link through the page, and returns the link. */
async function invite(page: Page, email: string): Promise<string> {
  await page.goto('/iam/members')
  await page.getByRole('button', { name: 'Invite member' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('E-mail').fill(email)
  await sheet.getByRole('button', { name: 'Invite member' }).click()
  const link = sheet.getByRole('group', { name: 'Invitation link' }).locator('pre')
  const text = (await link.textContent()) ?? ''
  await sheet.getByRole('button', { name: 'Done' }).click()
  return text
}

/** Opens the link in a browser of its own, chooses name and password, and stays signed in. */
async function accept(browser: Browser, link: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(page.getByRole('button', { name: 'Account' })).toBeVisible()
  return page
}

/** Creates a policy for a principal through the page. */
async function givePolicy(
  page: Page,
  input: { name: string; principal: string; set: string; network?: string },
): Promise<void> {
  await page.goto('/iam/policies/new')
  await page.getByLabel('Name').fill(input.name)
  await page.getByLabel('For', { exact: true }).selectOption({ label: input.principal })
  const rule = page.getByRole('region', { name: 'Rule 1' })
  const project = rule.getByRole('checkbox', { name: 'default' })
  await project.check()
  await rule.getByRole('checkbox', { name: input.set }).check()
  if (input.network !== undefined) {
    await rule.getByRole('checkbox', { name: 'Only under a condition' }).check()
    await rule.getByLabel('From these networks').fill(input.network)
    await rule.getByLabel('From these networks').press('Enter')
    await expect(rule.getByText('This can be understood.')).toBeVisible()
  }
  await page.getByRole('button', { name: 'Create policy' }).click()
  await expect(page).toHaveURL(/\/iam\/policies$/)
  const list = page.getByRole('region', { name: 'Policies' })
  await expect(list.getByRole('link', { name: input.name })).toBeVisible()
}

test('an invited member sees what a policy allows, at the next request, until they are locked', async ({
  ownerPage: owner,
  browser,
}) => {
  const instance = unique('seen-by-viewers')
  const { id } = await createInstance(owner, {
    engine: 'PostgreSQL',
    version: '18',
    name: instance,
  })
  await expectStatus(owner, 'Running')
  const email = `${unique('vera')}@example.test`
  const link = await invite(owner, email)
  const viewer = await accept(browser, link, 'Vera Viewer')
  await expect(viewer.getByRole('heading', { name: noProject })).toBeVisible()

  const policy = unique('viewers')
  await givePolicy(owner, { name: policy, principal: email, set: 'RelationalDatabasesReadOnly' })
  await viewer.goto('/instances')
  await viewer.getByRole('link', { name: instance }).click()
  const restart = viewer.getByRole('button', { name: 'Restart instance' })
  await expect(restart).toHaveAttribute('aria-disabled', 'true')
  await expect(restart).toHaveAccessibleDescription('Needs RelationalDatabasesOperator.')
  await viewer.goto('/iam/members')
  await expect(viewer.getByText('This needs IAMReadOnly.')).toBeVisible()

  const policies = owner.getByRole('region', { name: 'Policies' })
  await policies.getByRole('link', { name: policy }).click()
  const rule = owner.getByRole('region', { name: 'Rule 1' })
  await rule.getByRole('checkbox', { name: 'RelationalDatabasesOperator' }).check()
  const summary = owner.getByRole('complementary', { name: 'Summary' })
  await expect(summary.getByText('May list and read instances')).toBeVisible()
  await expect(summary.getByText('Instances: restart')).toBeVisible()
  await owner.getByRole('button', { name: 'Save policy' }).click()
  await expect(owner).toHaveURL(/\/iam\/policies$/)
  await viewer.goto('/instances')
  await viewer.getByRole('link', { name: instance }).click()
  await expect(restart).not.toHaveAttribute('aria-disabled', 'true')

  await owner.goto('/iam/members')
  await owner.getByRole('button', { name: `Actions for ${email}` }).click()
  await owner.getByRole('menuitem', { name: 'Lock member' }).click()
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Lock member' }).click()
  await expect(owner.getByRole('row').filter({ hasText: email })).toContainText('Locked')
  await viewer.goto('/instances')
  await expect(viewer).toHaveURL(/\/sign-in/)

  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(link)
  await expect(stranger.getByText('This invitation cannot be used')).toBeVisible()
  await stranger.context().close()
  await viewer.context().close()
  await owner.goto(`/instances/${id}`)
  await deleteInstance(owner, instance)
})

test('an API key made in the browser works until it is revoked', async ({ ownerPage: page }) => {
  await page.goto('/iam/api-keys')
  const description = unique('key')
  await page.getByRole('button', { name: 'Create API key' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('What it is for').fill(description)
  await sheet.getByRole('button', { name: 'Create API key' }).click()
  const value = (label: string) => sheet.getByRole('group', { name: label }).locator('pre')
  const secret = (await value('Secret key').textContent()) ?? ''
  await expect(value('Environment')).toContainText('SCW_DEFAULT_PROJECT_ID=')
  await sheet.getByRole('button', { name: 'Done' }).click()
  const call = () =>
    page.request.get('/rdb/v1/regions/lo-cal/instances', { headers: { 'x-auth-token': secret } })
  expect((await call()).status()).toBe(200)

  const row = page.getByRole('row').filter({ hasText: description })
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Revoke key' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
  await expect(row).toHaveCount(0)
  expect((await call()).status()).toBe(401)
})

test('a rule whose condition does not hold gives nothing, and the answers say so', async ({
  ownerPage: owner,
  browser,
}) => {
  const email = `${unique('carl')}@example.test`
  const member = await accept(browser, await invite(owner, email), 'Carl Condition')
  const policy = unique('office')
  await givePolicy(owner, {
    name: policy,
    principal: email,
    set: 'RelationalDatabasesFullAccess',
    network: '203.0.113.0/24',
  })
  await member.goto('/instances')
  await expect(member.getByRole('heading', { name: noProject })).toBeVisible()

  await owner.getByLabel('Action', { exact: true }).selectOption('instance.delete')
  const answers = owner.getByRole('list', { name: 'Who can do this' }).getByRole('listitem')
  const answer = answers.filter({ has: owner.getByRole('link', { name: email }) })
  await expect(answer).toContainText('Not now')
  await expect(answer).toContainText(policy)
  await expect(answers.filter({ hasText: 'as an owner of the organization' })).not.toHaveCount(0)

  await answer.getByRole('link', { name: email }).click()
  const abilities = owner.getByRole('region', { name: 'What can they do?' })
  await expect(abilities.getByText('0 actions')).toBeVisible()
  await expect(abilities.getByText('Condition does not hold now').first()).toBeVisible()
  await abilities.getByLabel('Try as if from this address').fill('203.0.113.9')
  await expect(abilities.getByText('Condition holds').first()).toBeVisible()
  await expect(abilities.getByText('0 actions')).toHaveCount(0)
  await member.context().close()
})

test('with two projects the top bar chooses what lists show', async ({ ownerPage: page }) => {
  const project = unique('side')
  await page.goto('/iam/projects')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(project)
  await page.getByRole('dialog').getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('button', { name: 'Project: All projects' }).click()
  await page.getByRole('menuitemradio', { name: project }).click()
  await expect(page.getByRole('button', { name: `Project: ${project}` })).toBeVisible()
  await page.goto('/instances')
  await expect(page.getByText('No instances yet')).toBeVisible()
  await page.goto('/instances/new')
  await expect(page.getByRole('complementary', { name: 'Summary' })).toContainText(project)

  await page.goto('/iam/projects')
  await page.getByRole('button', { name: `Actions for ${project}` }).click()
  await page.getByRole('menuitem', { name: 'Delete project' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('textbox').fill(project)
  await dialog.getByRole('button', { name: 'Delete project' }).click()
  await expect(page.getByRole('row').filter({ hasText: project })).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages of IAM in the ${colorScheme} theme`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await signIn(page)
    const email = `${unique('axe')}@example.test`
    const link = await invite(page, email)
    await givePolicy(page, {
      name: unique('axe'),
      principal: email,
      set: 'RelationalDatabasesReadOnly',
    })
    await page.goto('/iam/members')
    const member = await page.getByRole('link', { name: email }).getAttribute('href')
    for (const path of [
      '/iam/members',
      member ?? '',
      '/iam/groups',
      '/iam/applications',
      '/iam/api-keys',
      '/iam/policies',
      '/iam/policies/new',
      '/iam/projects',
      '/iam/members?search=nobody-is-called-this',
    ]) {
      await page.goto(path)
      await expect(page.locator('h1').first()).toBeVisible()
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      await expectNothingFound(page)
    }
    await page.goto('/iam/members')
    await page.getByRole('button', { name: `Actions for ${email}` }).click()
    await page.getByRole('menuitem', { name: 'Delete member' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await expectNothingFound(page)
    await context.clearCookies()
    await page.goto(link)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNothingFound(page)
    await context.close()
  })
}

async function expectNothingFound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  expect(found, page.url()).toEqual([])
}
