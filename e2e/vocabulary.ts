import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

/** Names of databases and users that no other test has. */
export function unique(word: string): string {
  return `${word}-${Math.random().toString(36).slice(2, 8)}`
}

export interface CreatedInstance {
  id: string
  name: string
  password: string
}

/** Chooses a card of a group of cards by its title. */
export async function choose(page: Page, title: string): Promise<void> {
  await page.locator('label').getByText(title, { exact: true }).click()
}

/** Creates an instance through the form and stays on its page. */
export async function createInstance(
  page: Page,
  input: { engine: 'PostgreSQL' | 'MySQL'; version: string; name: string },
): Promise<CreatedInstance> {
  await page.goto('/instances/new')
  await choose(page, input.engine)
  await choose(page, `${input.engine} ${input.version}`)
  await choose(page, 'db-dev-xs')
  await page.getByLabel('Name', { exact: true }).fill(input.name)
  await page.getByLabel('User name').fill('app')
  const password = await page.getByLabel('Password', { exact: true }).inputValue()
  await page.getByRole('button', { name: 'Create instance' }).click()
  await page.waitForURL(/\/instances\/[0-9a-f-]{36}$/)
  const id = page.url().split('/').at(-1) ?? ''
  return { id, name: input.name, password }
}

/** The status badge of the page's instance; it updates by itself. */
export async function expectStatus(page: Page, label: string): Promise<void> {
  await expect(page.getByRole('main').getByText(label, { exact: true })).toBeVisible({
    timeout: 90_000,
  })
}

/** Deletes the page's instance by its menu, typing its name. */
export async function deleteInstance(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Delete instance' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('textbox').fill(name)
  await dialog.getByRole('button', { name: 'Delete instance' }).click()
  await expect(page.getByRole('heading', { name: `${name} was deleted` })).toBeVisible({
    timeout: 90_000,
  })
}

/** Downloads the CA certificate by the page's link and hands its path to `use`. */
export async function withAuthority<T>(page: Page, use: (file: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'))
  try {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download CA certificate' }).click()
    const file = join(directory, 'holdfast-ca.pem')
    await (await download).saveAs(file)
    return await use(file)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
