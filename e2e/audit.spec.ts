import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { makeMember, withControlDatabase } from './fixtures/control-database.ts'
import { expect, signIn, test } from './fixtures/test.ts'

const dataDir = process.env.HOLDFAST_E2E_DATA_DIR ?? ''

test('the log shows who did what, narrowed by filters that stay in the address', async ({
  ownerPage: page,
}) => {
  await page.goto('/audit-log')
  const table = page.getByRole('table', { name: 'Audit log' })
  await expect(table.getByRole('button', { name: 'session.create' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'More filters' }).click()
  await page.getByLabel('Action').selectOption('member.create')
  await expect(page).toHaveURL(/action=member\.create/)
  await expect(table.getByRole('button', { name: 'session.create' })).toHaveCount(0)
  await page.reload()
  await table.getByRole('button', { name: 'member.create' }).first().click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByText('owner@example.test').first()).toBeVisible()
  await expect(sheet.getByRole('rowheader', { name: 'isOwner' })).toBeVisible()
  await sheet.getByRole('button', { name: 'this object' }).click()
  await expect(page).toHaveURL(/text=/)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByLabel('Time').selectOption('1h')
  await expect(page).toHaveURL(/range=1h/)
})

test('what the filters show is exported, and the export itself is recorded', async ({
  ownerPage: page,
}) => {
  await page.goto('/audit-log?action=session.create')
  for (const [item, start] of [
    ['As CSV, for spreadsheets', 'time,outcome,action'],
    ['As JSON, for programs', '[\n{'],
  ] as const) {
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: item }).click()
    const text = await readFile(await (await download).path(), 'utf8')
    expect(text.startsWith(start)).toBe(true)
    expect(text).toContain('session.create')
    expect(text).not.toContain('member.create')
  }
  await page.goto('/audit-log?action=audit.export')
  await expect(page.getByRole('button', { name: 'audit.export' }).first()).toBeVisible()
})

test('who may not read the log is told what to ask for, by page and by route', async ({ page }) => {
  await signIn(page, await makeMember(dataDir, ['RelationalDatabasesReadOnly']))
  await page.goto('/audit-log')
  await expect(
    page.getByText('Ask an owner of the organization for AuditTrailReadOnly.'),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  expect((await page.request.get('/data/audit-entries')).status()).toBe(403)
})

test('an auditor reads and exports the log and nothing else', async ({ page }) => {
  await signIn(page, await makeMember(dataDir, ['AuditTrailReadOnly']))
  await page.goto('/audit-log')
  await expect(page.getByRole('button', { name: 'session.create' }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeEnabled()
})

test('the running console’s own role cannot change the log', async ({ ownerPage: page }) => {
  await page.goto('/settings')
  await expect(page.getByText('The console can only append')).toBeVisible()
  await withControlDatabase(dataDir, 'holdfast_console', async (client) => {
    for (const sql of [
      'DELETE FROM audit_entry',
      "UPDATE audit_entry SET actor_name = 'x'",
      'TRUNCATE audit_entry',
      'ALTER TABLE audit_entry DISABLE TRIGGER ALL',
    ]) {
      await expect(client.query(sql)).rejects.toThrow(/permission denied|must be owner/)
    }
  })
})

test('the account page ends other sessions and changes the password', async ({ page, browser }) => {
  const person = await makeMember(dataDir, ['RelationalDatabasesReadOnly'])
  const elsewhere = await browser.newPage()
  await signIn(elsewhere, person)
  await signIn(page, person)
  await page.goto('/account')
  await expect(page.getByText('This browser')).toHaveCount(1)
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByText('Ended all other sessions')).toBeVisible()
  await elsewhere.goto('/activity')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await elsewhere.close()
  await page.getByRole('button', { name: 'Change password' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Current password').fill('wrong')
  await sheet.getByLabel('New password', { exact: true }).fill('Another-Horse-Battery-8')
  await sheet.getByRole('button', { name: 'Change password' }).click()
  await expect(sheet.getByText('The current password is wrong.')).toBeVisible()
  await sheet.getByLabel('Current password').fill(person.password)
  await sheet.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Changed password')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Account' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on these pages in the ${colorScheme} theme`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await signIn(page)
    for (const path of [
      '/audit-log',
      '/audit-log?text=nothing-has-this',
      '/account',
      '/settings',
    ]) {
      await page.goto(path)
      await expect(page.locator('h1').first()).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
        path,
      ).toEqual([])
    }
    await page.goto('/audit-log')
    await page.getByRole('button', { name: 'session.create' }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    await context.close()
  })
}
