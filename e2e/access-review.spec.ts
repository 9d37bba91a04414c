import AxeBuilder from '@axe-core/playwright'
import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures/test.ts'
import { createInstance, deleteInstance, expectStatus, unique } from './vocabulary.ts'

test('an owner reviews access, records decisions, exports them and is led to what revokes', async ({
  ownerPage: page,
}) => {
  const name = unique('reviewed')
  const { id } = await createInstance(page, { engine: 'PostgreSQL', version: '18', name })
  await expectStatus(page, 'Running')
  await page.goto(`/instances/${id}/users`)
  await expect(page.getByText('app', { exact: true }).first()).toBeVisible()
  await page.goto('/iam/access-review')
  await expect(page.getByText('changes nothing by itself')).toBeVisible()
  await page.getByLabel('Instance', { exact: true }).selectOption(name)
  await expect(page).toHaveURL(new RegExp(`instance=${id}`))
  const user = page.getByRole('row').filter({ hasText: 'Database user' })
  await expect(user).toContainText('Admin rights')

  await user.getByRole('button', { name: 'Decide on app' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Decision').selectOption('revoke')
  await expect(sheet.getByText('nothing is revoked')).toBeVisible()
  await sheet.getByLabel('Note').fill('Left the team')
  await sheet.getByLabel('Look again on').fill('2001-01-01')
  await sheet.getByRole('button', { name: 'Record decision' }).click()
  await expect(sheet.getByText('Choose a day after today.')).toBeVisible()
  await sheet.getByLabel('Look again on').fill('2101-01-01')
  await sheet.getByRole('button', { name: 'Record decision' }).click()
  await expect(sheet).toBeHidden()
  await expect(user).toContainText('Again on 2101-01-01')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv.split('\r\n')[0]).toContain('kind,name,place,opens,flags')
  expect(csv).toContain('Left the team')

  await user.getByRole('link', { name: 'Revoke app now' }).click()
  await page.waitForURL(`**/instances/${id}/users`)
  await expect(page.getByText('app', { exact: true }).first()).toBeVisible()
  await page.goto(`/instances/${id}`)
  await deleteInstance(page, name)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the access review in the ${colorScheme} theme`, async ({
    ownerPage: page,
  }) => {
    await page.emulateMedia({ colorScheme })
    for (const path of ['/iam/access-review', '/iam/access-review?search=nothing-has-this-name']) {
      await page.goto(path)
      await expect(page.getByRole('region', { name: 'Summary' })).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    }
    await page.goto('/iam/access-review')
    await page
      .getByRole('button', { name: /^Decide on/ })
      .first()
      .click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  })
}
