import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures/test.ts'
import { createInstance, deleteInstance, expectStatus, unique } from './vocabulary.ts'

async function expectNothingFound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  expect(found, page.url()).toEqual([])
}

function settingRow(page: Page, name: string): Locator {
  const table = page.getByRole('region', { name: 'Engine settings' })
  return table.getByRole('row').filter({ has: page.getByRole('button', { name: `Edit ${name}` }) })
}

async function edit(page: Page, name: string, value: string): Promise<void> {
  await settingRow(page, name)
    .getByRole('button', { name: `Edit ${name}` })
    .click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox').fill(value)
  await sheet.getByRole('button', { name: 'Keep change' }).click()
}

async function save(page: Page, restart?: 'Restart now' | 'Restart later'): Promise<void> {
  await page.getByRole('button', { name: 'Review changes' }).click()
  const sheet = page.getByRole('dialog')
  if (restart) await sheet.getByText(restart, { exact: true }).click()
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  await expect(sheet).toBeHidden()
}

test('settings are changed at once, later, back, and returned when the engine refuses', async ({
  ownerPage: page,
}) => {
  test.setTimeout(240_000)
  const name = unique('tuned')
  const { id } = await createInstance(page, { engine: 'PostgreSQL', version: '17', name })
  await expectStatus(page, 'Running')
  await page.getByRole('link', { name: 'Settings' }).last().click()

  await page.getByRole('searchbox', { name: 'Search settings' }).fill('deadlock')
  await expect(settingRow(page, 'work_mem')).toHaveCount(0)
  await settingRow(page, 'deadlock_timeout').getByRole('button').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Value in ms').fill('5')
  await sheet.getByRole('button', { name: 'Keep change' }).click()
  await expect(sheet.getByText('Enter 100 to 60000 ms.')).toBeVisible()
  await sheet.getByLabel('Value in ms').fill('1500')
  await sheet.getByRole('button', { name: 'Keep change' }).click()
  await expect(page.getByText('1 change is not saved')).toBeVisible()
  await save(page)
  await expect(settingRow(page, 'deadlock_timeout').getByRole('cell').first()).toHaveText('1500 ms')
  await expectStatus(page, 'Running')

  await page.goto(`/instances/${id}/settings`)
  await edit(page, 'max_connections', '90')
  await save(page, 'Restart later')
  await expect(page.getByText('Some settings wait for a restart')).toBeVisible()
  await expect(settingRow(page, 'max_connections').getByText('Waits for a restart')).toBeVisible()
  await page.getByRole('button', { name: 'Restart to apply' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restart instance' }).click()
  await expect(page.getByText('Some settings wait for a restart')).toBeHidden({ timeout: 60_000 })
  await expect(settingRow(page, 'max_connections').getByRole('cell').first()).toHaveText('90')
  await expectStatus(page, 'Running')

  await edit(page, 'max_locks_per_transaction', '2147483647')
  await page.getByRole('button', { name: 'Review changes' }).click()
  await expect(page.getByRole('dialog').getByText('The engine may not start')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('The last change was taken back')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/former ones again/)).toBeVisible()
  await expectStatus(page, 'Running')

  await page.getByRole('button', { name: 'Reset max_connections to its default' }).click()
  await save(page, 'Restart now')
  await expect(page.getByText('The last change was taken back')).toBeHidden()
  await expect(settingRow(page, 'max_connections').getByRole('cell').first()).not.toHaveText('90', {
    timeout: 60_000,
  })
  await expectStatus(page, 'Running')
  await deleteInstance(page, name)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`extensions come and go, and axe finds nothing in the ${colorScheme} theme`, async ({
    browser,
  }) => {
    test.setTimeout(180_000)
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await signIn(page)
    const name = unique('extended')
    const { id } = await createInstance(page, { engine: 'PostgreSQL', version: '18', name })
    await expectStatus(page, 'Running')
    await page.goto(`/instances/${id}/settings`)
    await expect(settingRow(page, 'work_mem').getByRole('cell').first()).toHaveText(/MB/)
    await expectNothingFound(page)
    await edit(page, 'work_mem', '2000000')
    await page.getByRole('button', { name: 'Review changes' }).click()
    await expect(page.getByRole('dialog').getByText(/If every connection sorts/)).toBeVisible()
    await expectNothingFound(page)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Discard changes' }).click()

    await page.getByRole('link', { name: 'Extensions' }).last().click()
    await expect(page.getByRole('button', { name: 'Install hstore' })).toBeVisible()
    await expectNothingFound(page)
    await page.getByRole('button', { name: 'Install pgaudit' }).hover()
    await expect(page.getByRole('tooltip').getByText(/Switch on rdb.enable_pgaudit/)).toBeVisible()
    await page.getByRole('button', { name: 'Install hstore' }).click()
    await expectNothingFound(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Install extension' }).click()
    const row = page.getByRole('row').filter({ hasText: 'hstore' })
    await expect(row.getByText('Installed', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Drop hstore from rdb' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Drop extension' }).click()
    await expect(row.getByText('Installed', { exact: true })).toBeHidden()
    await page.goto(`/instances/${id}`)
    await deleteInstance(page, name)
    await context.close()
  })
}
