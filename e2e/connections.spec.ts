import { connect, createServer, type AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { mysql, psql } from './clients.ts'
import { expect, test } from './fixtures/test.ts'
import {
  createInstance,
  deleteInstance,
  expectStatus,
  unique,
  withAuthority,
} from './vocabulary.ts'

/**
 * Lets clients connect from another address of this machine: what arrives at the relay goes on to
 * the port from `localAddress`. The clients themselves cannot choose.
 */
async function withRelay<T>(
  port: number,
  localAddress: string,
  use: (relayPort: number) => Promise<T>,
): Promise<T> {
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port, localAddress })
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use((server.address() as AddressInfo).port)
  } finally {
    server.close()
  }
}

async function portOf(page: Page): Promise<number> {
  const text = await page
    .getByText(/^\d{5}$/)
    .first()
    .textContent()
  return Number(text)
}

async function open(page: Page, tab: string): Promise<void> {
  // The sidebar has links of the same names; those of the instance come later.
  await page.getByRole('link', { name: tab, exact: true }).last().click()
}

const engines = [
  { engine: 'PostgreSQL', version: '17', client: psql, ownPort: 5432 },
  { engine: 'MySQL', version: '9.7', client: mysql, ownPort: 3306 },
] as const

for (const { engine, version, client, ownPort } of engines) {
  test(`who may connect to ${engine} is decided on the page, within a moment`, async ({
    ownerPage: page,
  }) => {
    const name = unique('reach')
    const { id, password } = await createInstance(page, { engine, version, name })
    await expectStatus(page, 'Running')
    const port = await portOf(page)
    await withAuthority(page, async (authorityFile) => {
      const target = { host: '127.0.0.1', port, user: 'app', password, authorityFile }
      const fromElsewhere = () =>
        withRelay(port, '127.66.6.6', (relay) => client({ ...target, port: relay }, 'select 1'))
      // The page saw its reader on loopback and proposed the private ranges.
      expect(await client(target, 'select 1')).toBe('1')
      expect(await fromElsewhere()).toBe('1')

      await open(page, 'Allowed IPs')
      await page.getByRole('button', { name: 'Add my address' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByLabel('Addresses or ranges').fill('127.0.0.1 Here\n10.1.2.3/8')
      await sheet.getByRole('button', { name: 'Add allowed IPs', exact: true }).click()
      await expect(sheet.getByText(/Did you mean 10\.0\.0\.0\/8/)).toBeVisible()
      await sheet.getByLabel('Addresses or ranges').fill('127.0.0.1 Here')
      await sheet.getByRole('button', { name: 'Add allowed IPs', exact: true }).click()
      await expect(page.getByText('127.0.0.1/32')).toBeVisible()

      await page.getByRole('button', { name: 'Actions for 127.0.0.0/8' }).click()
      await page.getByRole('menuitem', { name: 'Remove allowed IP' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove allowed IP' }).click()
      await expect(page.getByText(/^Enforced .* after saving$/)).toBeVisible()
      await expect(page.getByText('127.0.0.0/8')).toHaveCount(0)
      await expect(fromElsewhere()).rejects.toThrow()
      expect(await client(target, 'select 1')).toBe('1')
      const own = page.getByRole('row').filter({ hasText: '127.0.0.1/32' })
      await expect(own.getByText(/just now|\d+ s ago/)).toBeVisible({ timeout: 20_000 })

      await page.getByRole('button', { name: 'Allow 127.66.6.6' }).click({ timeout: 20_000 })
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Add allowed IPs', exact: true })
        .click()
      await expect(page.getByText('127.66.6.6/32')).toBeVisible()
      await expect(page.getByText(/^Enforced .* after saving$/)).toBeVisible()
      expect(await fromElsewhere()).toBe('1')

      await page.getByRole('button', { name: 'Actions for the list' }).click()
      await page.getByRole('menuitem', { name: 'Remove all' }).click()
      await expect(page.getByRole('alertdialog')).toContainText('nobody can connect')
      await page.getByRole('button', { name: 'Remove and shut everyone out' }).click()
      await expect(page.getByText('Nobody is allowed')).toBeVisible()
      await expect(client(target, 'select 1')).rejects.toThrow()
    })
    await expectNothingFound(page)

    await open(page, 'Endpoints and TLS')
    const address = `127.${String(40 + (process.pid % 80))}.${String(ownPort % 250)}.7`
    await page.getByRole('button', { name: 'Add endpoint' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.locator('label').getByText('Private', { exact: true }).click()
    await sheet
      .getByLabel('Network', { exact: true })
      .selectOption({ label: '127.0.0.0/8 (this machine)' })
    await sheet.getByLabel('Address', { exact: true }).fill(address)
    await sheet.getByRole('button', { name: 'Add endpoint', exact: true }).click()
    const row = page.getByRole('row').filter({ hasText: `${address}:${String(ownPort)}` })
    await expect(row.getByText('Open', { exact: true })).toBeVisible()
    await open(page, 'Overview')
    await withAuthority(page, async (authorityFile) => {
      const target = { host: address, port: ownPort, user: 'app', password, authorityFile }
      await expect
        .poll(() => client(target, 'select 1').catch(() => 'refused'), { timeout: 60_000 })
        .toBe('1')
    })
    await page.goto(`/instances/${id}`)
    await deleteInstance(page, name)
  })
}

test('an endpoint moves between instances with its address, and an instance may have none', async ({
  ownerPage: page,
}) => {
  const [from, to] = [unique('from'), unique('to')]
  const first = await createInstance(page, { engine: 'PostgreSQL', version: '18', name: from })
  await expectStatus(page, 'Running')
  const port = await portOf(page)
  const second = await createInstance(page, { engine: 'PostgreSQL', version: '17', name: to })
  await expectStatus(page, 'Running')
  const target = { host: '127.0.0.1', port, user: 'app' }
  await withAuthority(page, async (authorityFile) => {
    const before = { ...target, password: first.password, authorityFile }
    const after = { ...target, password: second.password, authorityFile }
    expect(await psql(before, 'show server_version_num')).toMatch(/^18/)

    await page.goto(`/instances/${second.id}/endpoints`)
    await page.getByRole('button', { name: /^Actions for 127\.0\.0\.1 port/ }).click()
    await page.getByRole('menuitem', { name: 'Remove endpoint' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove endpoint' }).click()
    await expect(page.getByText('No endpoint', { exact: true })).toBeVisible()
    await expectNothingFound(page)

    await page.goto(`/instances/${first.id}/endpoints`)
    await page.getByRole('button', { name: `Actions for 127.0.0.1 port ${String(port)}` }).click()
    await page.getByRole('menuitem', { name: 'Move endpoint', exact: true }).click()
    await page.getByLabel('Move to').selectOption({ label: to })
    await page.getByRole('dialog').getByRole('button', { name: 'Move endpoint' }).click()
    await expect(page.getByText('No endpoint', { exact: true })).toBeVisible()

    await page.goto(`/instances/${second.id}/endpoints`)
    const row = page.getByRole('row').filter({ hasText: `127.0.0.1:${String(port)}` })
    await expect(row.getByText('Open', { exact: true })).toBeVisible()
    expect(await psql(after, 'show server_version_num')).toMatch(/^17/)
  })
  for (const { id, name } of [first, second]) {
    await page.goto(`/instances/${id}`)
    await deleteInstance(page, name)
  }
})

async function expectNothingFound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  expect(found, page.url()).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages of connections in the ${colorScheme} theme`, async ({
    ownerPage: page,
  }) => {
    await page.emulateMedia({ colorScheme })
    const name = unique('axe')
    const { id } = await createInstance(page, { engine: 'PostgreSQL', version: '18', name })
    await expectStatus(page, 'Running')
    await page.goto(`/instances/${id}/allowed-ips`)
    await expect(page.getByRole('table', { name: 'Allowed IPs' })).toBeVisible()
    await expectNothingFound(page)
    await page.getByRole('button', { name: 'Add allowed IPs' }).click()
    await page.getByLabel('Addresses or ranges').fill('nonsense\n0.0.0.0/0')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Add allowed IPs', exact: true })
      .click()
    await expect(page.getByText(/is not an IP address/)).toBeVisible()
    await expectNothingFound(page)
    page.once('dialog', (dialog) => void dialog.accept())
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.goto(`/instances/${id}/endpoints`)
    await expect(page.getByRole('table', { name: 'Endpoints' })).toBeVisible()
    await expectNothingFound(page)
    await page.getByRole('button', { name: 'Add endpoint' }).click()
    await page.locator('label').getByText('Private', { exact: true }).click()
    await expectNothingFound(page)
    await page.goto(`/instances/${id}`)
    await deleteInstance(page, name)
  })
}
