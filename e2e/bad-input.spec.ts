import { expect, test } from './fixtures/test.ts'
import { choose, createInstance, deleteInstance, expectStatus, unique } from './vocabulary.ts'

test('every wrong field is named, the first one has the focus and nothing is created', async ({
  ownerPage: page,
}) => {
  const name = unique('never')
  await page.goto('/instances/new')
  await page.getByLabel('Name', { exact: true }).fill(`${name} <b>`)
  await page.getByLabel('User name').fill('pg_me')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create instance' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await expect(page.getByText(/start and end with a letter or digit/)).toBeVisible()
  await expect(page.getByText('At least 8 characters.')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Password', { exact: true }).fill('Sturdy-Oak-4711')
  await page.getByRole('button', { name: 'Create instance' }).click()
  await expect(page.getByText('Names that start with pg_ are reserved.')).toBeVisible()
  await expect(page.getByLabel('User name')).toHaveValue('pg_me')
  await page.goto('/instances')
  await expect(page.getByText(name)).toHaveCount(0)
})

test('two clicks create one instance, and its name cannot be taken twice', async ({
  ownerPage: page,
}) => {
  const name = unique('single')
  await page.goto('/instances/new')
  await choose(page, 'db-dev-xs')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Create instance' }).dblclick()
  await page.waitForURL(/\/instances\/[0-9a-f-]{36}$/)
  const instanceUrl = page.url()
  await expectStatus(page, 'Running')

  await page.goto('/instances/new')
  await choose(page, 'db-dev-xs')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Create instance' }).click()
  await expect(page.getByText(`An instance named ${name} already exists`).first()).toBeVisible()

  await page.goto('/instances')
  await expect(page.getByRole('link', { name, exact: true })).toHaveCount(1)
  await page.goto(instanceUrl)
  await deleteInstance(page, name)
})

test('deletion asks for the exact name', async ({ ownerPage: page }) => {
  const name = unique('careful')
  await createInstance(page, { engine: 'PostgreSQL', version: '17', name })
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Delete instance' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('textbox').fill(name.slice(0, -1))
  await expect(dialog.getByRole('button', { name: 'Delete instance' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await deleteInstance(page, name)
})

test('an unknown instance is a page that says so', async ({ ownerPage: page }) => {
  await page.goto('/instances/00000000-0000-4000-8000-000000000000')
  await expect(page.getByText(/not found|does not exist|was deleted/i).first()).toBeVisible()
})
