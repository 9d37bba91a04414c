import { mysql, psql } from './clients.ts'
import { expect, test } from './fixtures/test.ts'
import {
  createInstance,
  deleteInstance,
  expectStatus,
  unique,
  withAuthority,
} from './vocabulary.ts'

const engines = [
  { engine: 'PostgreSQL', version: '17', client: psql, plaintext: 'disable' },
  { engine: 'MySQL', version: '9.7', client: mysql, plaintext: 'DISABLED' },
] as const

for (const { engine, version, client, plaintext } of engines) {
  test(`a newcomer creates ${engine}, connects over verified TLS, restarts and deletes it`, async ({
    ownerPage: page,
  }) => {
    const name = unique('orders')
    const { password } = await createInstance(page, { engine, version, name })
    await expectStatus(page, 'Running')
    const port = Number(
      await page
        .getByText(/^\d{5}$/)
        .first()
        .textContent(),
    )
    await withAuthority(page, async (authorityFile) => {
      const target = { host: '127.0.0.1', port, user: 'app', password, authorityFile }
      await client(target, 'create table kept (n integer primary key)')
      await client(target, 'insert into kept values (42)')
      const byName = { ...target, host: 'localhost' }
      expect(await client(byName, 'select n from kept')).toBe('42')

      await expect(client(target, 'select 1', plaintext)).rejects.toThrow()
      await expect(client({ ...target, password: 'Wrong-Pass-1' }, 'select 1')).rejects.toThrow()
      await expect(client({ ...target, user: '_rdb_superadmin' }, 'select 1')).rejects.toThrow()

      await page.getByRole('button', { name: 'Restart instance' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Restart instance' }).click()
      await expectStatus(page, 'Restarting')
      await expectStatus(page, 'Running')
      expect(await client(target, 'select n from kept')).toBe('42')

      const renamed = unique('renamed')
      await page.getByRole('button', { name: `Actions for ${name}` }).click()
      await page.getByRole('menuitem', { name: 'Edit name and tags' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByLabel('Name', { exact: true }).fill(renamed)
      await sheet.getByRole('button', { name: /save/i }).click()
      await expect(page.getByRole('heading', { level: 1, name: renamed })).toBeVisible()

      await page.getByRole('link', { name: 'Activity' }).last().click()
      await expect(page.getByText('Restart instance').first()).toBeVisible()
      await expect(page.getByText('Create instance').first()).toBeVisible()
      await page.getByRole('link', { name: 'Overview' }).last().click()

      await deleteInstance(page, renamed)
      await expect(client(target, 'select 1')).rejects.toThrow()
    })
    await page.goto('/instances')
    await expect(page.getByRole('link', { name })).toHaveCount(0)
  })
}

test('another browser sees an instance come to life without a reload', async ({
  ownerPage: page,
  browser,
}) => {
  const other = await browser.newContext({ storageState: await page.context().storageState() })
  const watching = await other.newPage()
  await watching.goto('/instances')
  const name = unique('seen')
  await createInstance(page, { engine: 'PostgreSQL', version: '18', name })
  const row = watching.getByRole('row').filter({ hasText: name })
  await expect(row.getByText('Running')).toBeVisible({ timeout: 60_000 })
  await other.close()
  await expectStatus(page, 'Running')
  await deleteInstance(page, name)
})
