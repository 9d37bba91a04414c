import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { connectApi } from './api-client.ts'
import { documentedCommands, runDocumented } from './documented.ts'
import { expect, test } from './fixtures/test.ts'
import { createInstance, deleteInstance, expectStatus, unique } from './vocabulary.ts'

async function save(page: Page, role: 'link' | 'button', name: string, file: string) {
  const download = page.waitForEvent('download')
  await page.getByRole(role, { name }).click()
  await (await download).saveAs(file)
}

const fingerprint = (page: Page) => page.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)

const engines = [
  { engine: 'PostgreSQL', version: '18', client: 'psql' },
  { engine: 'MySQL', version: '9.7', client: 'mysql' },
] as const

for (const { engine, version, client } of engines) {
  test(`${engine}: certificates are downloaded, renewed, issued, required and revoked, as documented`, async ({
    ownerPage: page,
  }) => {
    const directory = await mkdtemp(join(tmpdir(), 'holdfast-e2e-tls-'))
    const name = unique('tls')
    const { id, password } = await createInstance(page, { engine, version, name })
    await expectStatus(page, 'Running')
    const port =
      (await page
        .getByText(/^\d{5}$/)
        .first()
        .textContent()) ?? ''
    await page.goto(`/instances/${id}/endpoints`)
    await save(page, 'link', 'Download CA certificate', join(directory, 'holdfast-ca.pem'))
    await save(page, 'link', 'Download instance certificate', join(directory, 'instance.pem'))

    const values = { HOST: '127.0.0.1', PORT: port, DATABASE: 'rdb', USER: 'app' }
    const [plain = '', withCertificate = ''] = await documentedCommands('tls.md', client, values)
    const connect = (command: string) => runDocumented(command, directory, password)
    expect(await connect(plain)).toBe('42')
    expect(await connect(plain.replace('holdfast-ca.pem', 'instance.pem'))).toBe('42')

    const before = (await fingerprint(page).textContent()) ?? ''
    await page.getByRole('button', { name: 'Renew certificate' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('button', { name: 'Renew certificate' }).click()
    await expect(dialog).toBeHidden()
    await expect(fingerprint(page)).not.toHaveText(before, { timeout: 30_000 })
    await expect(page.getByRole('button', { name: 'Renew certificate' })).not.toHaveAttribute(
      'aria-disabled',
    )
    expect(await connect(plain)).toBe('42')

    const address = process.env.HOLDFAST_E2E_ADDRESS ?? ''
    const api = await connectApi(address, process.env.HOLDFAST_E2E_DATA_DIR ?? '')
    const renewed = (await fingerprint(page).textContent()) ?? ''
    await api.renewInstanceCertificate({ instanceId: id })
    await expect(fingerprint(page)).not.toHaveText(renewed, { timeout: 60_000 })
    const file = await (await api.getInstanceCertificate({ instanceId: id })).text()
    expect(file.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)

    await page.getByRole('button', { name: 'Issue client certificate' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Description').fill('laptop')
    await sheet.getByRole('button', { name: 'Issue client certificate' }).click()
    await expect(sheet.getByText('Save the key now')).toBeVisible()
    await save(page, 'button', 'Download certificate', join(directory, 'app.pem'))
    await save(page, 'button', 'Download key', join(directory, 'app.key'))
    expect(await readFile(join(directory, 'app.key'), 'utf8')).toContain('BEGIN PRIVATE KEY')
    expect(await sheet.getByLabel('Command').textContent()).toBe(withCertificate.trim())
    await sheet.getByRole('button', { name: 'I have saved the key' }).click()

    await page.getByRole('button', { name: 'Require certificate of app' }).click()
    await dialog.getByRole('button', { name: 'Require certificate' }).click()
    await expect(page.getByText('Certificate required')).toBeVisible()
    await expect
      .poll(() => connect(plain).catch(() => 'refused'), { timeout: 20_000 })
      .toBe('refused')
    expect(await connect(withCertificate)).toBe('42')

    await page.getByRole('button', { name: 'Revoke certificate of app, laptop' }).click()
    await dialog.getByRole('button', { name: 'Revoke certificate' }).click()
    await expect(page.getByText('Revoked', { exact: true })).toBeVisible({ timeout: 20_000 })
    await expect(connect(withCertificate)).rejects.toThrow()
    await expect(page.getByText('No certificate', { exact: true })).toBeVisible()

    await page.getByRole('button', { name: 'Require no certificate of app' }).click()
    await dialog.getByRole('button', { name: 'Require no certificate' }).click()
    await expect.poll(() => connect(plain).catch(() => 'refused'), { timeout: 20_000 }).toBe('42')

    await page.goto(`/instances/${id}`)
    await deleteInstance(page, name)
    await rm(directory, { recursive: true })
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the certificates of an instance in the ${colorScheme} theme`, async ({
    ownerPage: page,
  }) => {
    await page.emulateMedia({ colorScheme })
    const name = unique('axe-tls')
    const { id } = await createInstance(page, { engine: 'PostgreSQL', version: '18', name })
    await expectStatus(page, 'Running')
    await page.goto(`/instances/${id}/endpoints`)
    await expect(
      page.getByRole('heading', { name: 'Client certificates', exact: true }),
    ).toBeVisible()
    await expect(fingerprint(page)).toBeVisible()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await page.getByRole('button', { name: 'Issue client certificate' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.goto(`/instances/${id}`)
    await deleteInstance(page, name)
  })
}
