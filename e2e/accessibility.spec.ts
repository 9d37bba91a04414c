import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, signIn as signInAsOwner, test } from './fixtures/test.ts'
import { createInstance, deleteInstance, expectStatus, unique } from './vocabulary.ts'

async function expectNothingFound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  expect(found, page.url()).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in the ${colorScheme} theme`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await expectNothingFound(page)
    await signInAsOwner(page)
    const name = unique('axe')
    await page.goto('/')
    await expectNothingFound(page)
    const { id } = await createInstance(page, { engine: 'PostgreSQL', version: '18', name })
    await expectNothingFound(page)
    await expectStatus(page, 'Running')
    for (const path of [
      '/',
      '/instances',
      '/instances?name=nothing-has-this-name',
      '/instances/new',
      `/instances/${id}`,
      `/instances/${id}/activity`,
      '/activity',
      '/no-such-page',
    ]) {
      await page.goto(path)
      await expect(page.locator('h1').first()).toBeVisible()
      await expectNothingFound(page)
    }
    await page.goto(`/instances/${id}`)
    await page.getByRole('button', { name: 'Restart instance' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await expectNothingFound(page)
    await page.keyboard.press('Escape')
    await deleteInstance(page, name)
    await context.close()
  })
}

test('an instance is created and deleted with the keyboard alone', async ({ ownerPage: page }) => {
  const name = unique('keys')
  await page.goto('/')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('create')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/instances/new')
  const nameField = page.getByLabel('Name', { exact: true })
  await tabTo(page, nameField)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/instances\/[0-9a-f-]{36}$/)
  await expectStatus(page, 'Running')
  await tabTo(page, page.getByRole('button', { name: `Actions for ${name}` }))
  await page.keyboard.press('Enter')
  // Each key goes where the focus is by then, so each waits for the focus of the one before.
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Delete instance' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('alertdialog').getByRole('textbox'))
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: `${name} was deleted` })).toBeVisible({
    timeout: 60_000,
  })
})

async function tabTo(page: Page, target: ReturnType<Page['getByRole']>): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The keyboard does not reach the element.')
}
