import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { mysql, psql } from './clients.ts'
import { expect, test } from './fixtures/test.ts'
import {
  createInstance,
  deleteInstance,
  expectStatus,
  unique,
  withAuthority,
  type CreatedInstance,
} from './vocabulary.ts'

const soon = { timeout: 45_000 }

const engines = {
  PostgreSQL: {
    version: '18',
    client: psql,
    denied: /permission denied/,
    locked: /permission denied for database/,
    wrongPassword: /password authentication failed/,
    custom: 'grant delete on notes to carol',
    difference: /Has DELETE on 1 of 1 tables/,
  },
  MySQL: {
    version: '9.7',
    client: mysql,
    denied: /denied/,
    locked: /Access denied/,
    wrongPassword: /Access denied/,
    custom: "grant delete on rdb.notes to 'carol'@'%'",
    difference: /Has DELETE on notes/,
  },
} as const

async function endpointPort(page: Page, { id }: CreatedInstance): Promise<number> {
  const answer = await page.request.get(`/data/instances/${id}`)
  const { data } = (await answer.json()) as { data: { endpoints: { port: number }[] } }
  return data.endpoints[0]?.port ?? 0
}

function row(page: Page, table: string, name: string): Locator {
  return page.getByRole('table', { name: table }).getByRole('row', { name })
}

async function createUser(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Create user' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill(name)
  const password = await sheet.getByLabel('Password', { exact: true }).inputValue()
  await sheet.getByRole('button', { name: 'Create user' }).click()
  await expect(row(page, 'Users', name).getByText('Ready')).toBeVisible(soon)
  return password
}

function privilegeOf(page: Page, label: string): Locator {
  return page.getByRole('combobox', { name: label, exact: true })
}

/** Sets a level in the matrix and waits until the engine has it. */
async function setPrivilege(
  page: Page,
  { id }: CreatedInstance,
  label: string,
  level: { label: string; permission: string },
): Promise<void> {
  await privilegeOf(page, label).selectOption({ label: level.label })
  await expect
    .poll(async () => {
      const answer = await page.request.get(`/data/instances/${id}/privileges`)
      const { data } = (await answer.json()) as { data: { privileges: Privilege[] } }
      const found = data.privileges.find(
        ({ userName, databaseName }) => `${userName} in ${databaseName}` === label,
      )
      return `${found?.status ?? ''} ${found?.permission ?? ''}`
    }, soon)
    .toBe(`ready ${level.permission}`)
  await expect(privilegeOf(page, label)).toHaveValue(level.permission, soon)
}

interface Privilege {
  userName: string
  databaseName: string
  permission: string
  status: string
}

for (const [engine, facts] of Object.entries(engines)) {
  test(`what the page says of users and privileges is what ${engine} does`, async ({
    ownerPage: page,
  }) => {
    test.setTimeout(240_000)
    const name = unique('inside')
    const engineName = engine === 'MySQL' ? 'MySQL' : 'PostgreSQL'
    const instance = await createInstance(page, {
      engine: engineName,
      version: facts.version,
      name,
    })
    await expectStatus(page, 'Running')
    const port = await endpointPort(page, instance)
    await withAuthority(page, async (authorityFile) => {
      const as = (user: string, password: string) => (sql: string) =>
        facts.client({ host: '127.0.0.1', port, user, password, authorityFile }, sql)
      const app = as('app', instance.password)
      await app('create table notes (id int primary key)')

      await page.getByRole('link', { name: 'Databases' }).click()
      await expect(row(page, 'Databases', 'rdb').getByText('Ready')).toBeVisible()
      await page.getByRole('button', { name: 'Create database' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByLabel('Name').fill('_rdb_mine')
      await sheet.getByRole('button', { name: 'Create database' }).click()
      await expect(sheet.getByText('Names that start with _rdb are reserved.')).toBeVisible()
      await sheet.getByLabel('Name').fill('größe "x"')
      await sheet.getByRole('button', { name: 'Create database' }).click()
      await expect(row(page, 'Databases', 'größe "x"').getByText('Ready')).toBeVisible(soon)

      await page.getByRole('link', { name: 'Users' }).click()
      const first = await createUser(page, 'carol')
      const carol = as('carol', first)
      await expect(carol('select 1')).rejects.toThrow(facts.locked)
      await setPrivilege(page, instance, 'carol in rdb', {
        label: 'Read',
        permission: 'readonly',
      })
      expect(await carol('select count(*) from notes')).toBe('0')
      await expect(carol('insert into notes values (1)')).rejects.toThrow(facts.denied)
      await app('create table later (id int primary key)')
      expect(await carol('select count(*) from later')).toBe('0')
      await app('drop table later')

      await app(facts.custom)
      await expect(privilegeOf(page, 'carol in rdb')).toHaveValue('custom', soon)
      await page.getByRole('button', { name: 'Explain carol in rdb' }).click()
      await expect(page.getByRole('dialog').getByText(facts.difference)).toBeVisible()
      await page.getByRole('dialog').getByRole('button', { name: 'Set Read again' }).click()
      await expect(privilegeOf(page, 'carol in rdb')).toHaveValue('readonly', soon)
      await expect(carol('delete from notes')).rejects.toThrow(facts.denied)

      await page.getByRole('button', { name: 'Actions for carol' }).click()
      await page.getByRole('menuitem', { name: 'Change password' }).click()
      const second = await page
        .getByRole('dialog')
        .getByLabel('Password', { exact: true })
        .inputValue()
      await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click()
      await expect.poll(() => as('carol', second)('select 40 + 2').catch(String), soon).toBe('42')
      await expect(carol('select 1')).rejects.toThrow(facts.wrongPassword)

      await setPrivilege(page, instance, 'carol in rdb', { label: 'All', permission: 'all' })
      await as('carol', second)('create table carols (id int)')
      await page.getByRole('button', { name: 'Actions for carol' }).click()
      await page.getByRole('menuitem', { name: 'Delete user' }).click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('textbox').fill('carol')
      if (engine === 'PostgreSQL') {
        await dialog.getByRole('button', { name: 'Delete user' }).click()
        await expect(page.getByText(/carol owns 1 relation in rdb/)).toBeVisible(soon)
        await page.getByRole('button', { name: 'Actions for carol' }).click()
        await page.getByRole('menuitem', { name: 'Delete user' }).click()
        await dialog.getByLabel('Goes to').selectOption('app')
        await dialog.getByRole('textbox').fill('carol')
      }
      await dialog.getByRole('button', { name: 'Delete user' }).click()
      // Nothing behind an open dialog is found by its role.
      await expect(dialog).toBeHidden()
      await expect(row(page, 'Users', 'carol')).toHaveCount(0, soon)
      expect(await app('select count(*) from carols')).toBe('0')
      await expect(as('carol', second)('select 1')).rejects.toThrow(facts.wrongPassword)

      await page.getByRole('link', { name: 'Databases' }).click()
      await page.getByRole('button', { name: 'Actions for größe "x"' }).click()
      await page.getByRole('menuitem', { name: 'Delete database' }).click()
      await dialog.getByRole('textbox').fill('größe "x"')
      await dialog.getByRole('button', { name: 'Delete database' }).click()
      // Nothing behind an open dialog is found by its role.
      await expect(dialog).toBeHidden()
      await expect(row(page, 'Databases', 'größe "x"')).toHaveCount(0, soon)
    })
    await deleteInstance(page, name)
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in databases and users in the ${colorScheme} theme`, async ({
    ownerPage: page,
  }) => {
    await page.emulateMedia({ colorScheme })
    const name = unique('inside-axe')
    const { id } = await createInstance(page, { engine: 'PostgreSQL', version: '18', name })
    await expectStatus(page, 'Running')
    for (const [path, opens] of [
      ['databases', 'Create database'],
      ['users', 'Create user'],
    ] as const) {
      await page.goto(`/instances/${id}/${path}`)
      await expect(page.getByText('Ready').first()).toBeVisible()
      await expectNothingFound(page)
      await page.getByRole('button', { name: opens }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectNothingFound(page)
    }
    await page.goto(`/instances/${id}/users`)
    await page.getByText('What does each level grant?').click()
    await page.getByRole('button', { name: 'Actions for app' }).click()
    await page.getByRole('menuitem', { name: 'Delete user' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await expectNothingFound(page)
    await page.keyboard.press('Escape')
    await deleteInstance(page, name)
  })
}

async function expectNothingFound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  expect(found, page.url()).toEqual([])
}
