import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, devices, type Browser, type Page } from '@playwright/test'
import { projectDir } from '@/scripts/bootstrap/project.mjs'

/*
 * Takes the pictures of the documents from a running Holdfast, best `npm run demo`:
 *   HOLDFAST_OWNER_EMAIL=… HOLDFAST_OWNER_PASSWORD=… npm run screenshots
 */
const address = `http://localhost:${process.env.HOLDFAST_PORT || '3000'}`
const email = process.env.HOLDFAST_OWNER_EMAIL || 'owner@holdfast.local'
const password = process.env.HOLDFAST_OWNER_PASSWORD ?? ''
const target = join(projectDir, 'docs', 'screenshots')

const screens = [
  { name: 'desktop', options: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 } },
  { name: 'phone', options: { ...devices['iPhone 13'], defaultBrowserType: undefined } },
] as const
const themes = ['light', 'dark'] as const

async function signIn(page: Page): Promise<void> {
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

async function picture(page: Page, path: string, name: string): Promise<void> {
  await page.goto(`${address}${path}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(target, `${name}.png`) })
  process.stdout.write(`${name}.png\n`)
}

async function takeAll(
  browser: Browser,
  screen: (typeof screens)[number],
  theme: (typeof themes)[number],
): Promise<void> {
  const context = await browser.newContext({
    ...screen.options,
    colorScheme: theme,
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  try {
    const page = await context.newPage()
    const suffix = `${screen.name}-${theme}`
    await picture(page, '/sign-in', `sign-in-${suffix}`)
    await signIn(page)
    await picture(page, '/instances', `instances-${suffix}`)
    await picture(page, '/instances/new', `create-${suffix}`)
    await picture(page, '/activity', `activity-${suffix}`)
    await page.goto(`${address}/instances`)
    const first = page.locator('a[href^="/instances/"]:not([href="/instances/new"])').first()
    const link = (await first.count()) > 0 ? await first.getAttribute('href') : null
    if (link !== null) await picture(page, link, `instance-${suffix}`)
  } finally {
    await context.close()
  }
}

if (password === '') throw new Error('Set HOLDFAST_OWNER_PASSWORD to the password of the owner.')
await mkdir(target, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
})
try {
  for (const screen of screens) {
    for (const theme of themes) await takeAll(browser, screen, theme)
  }
} finally {
  await browser.close()
}
