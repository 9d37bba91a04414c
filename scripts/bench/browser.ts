import type { Browser, BrowserContext } from '@playwright/test'
import type { Bench } from './bench.ts'

const executablePath = '/usr/bin/chromium'

/** What a page made a browser with an empty cache fetch. */
export interface PageScripts {
  files: number
  /** As transferred, compressed. */
  encodedBytes: number
  decodedBytes: number
}

/** Opens the machine's Chromium; it is closed with the other cleanups. */
export async function openBrowser(bench: Bench): Promise<Browser> {
  const { chromium } = await import('@playwright/test').catch((cause: unknown) => {
    throw new Error('Playwright is missing. Install the development packages: npm ci', { cause })
  })
  const browser = await chromium.launch({ executablePath })
  bench.cleanups.add(() => browser.close())
  return browser
}

/** Signs in on the page as a person does; the session is in the context it returns. */
export async function signIn(
  browser: Browser,
  url: string,
  owner: { email: string; password: string },
): Promise<BrowserContext> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`, { waitUntil: 'networkidle' })
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => address.pathname !== '/sign-in')
  await page.close()
  return context
}

/** The session's cookies as a request header. */
export async function cookieHeader(context: BrowserContext, url: string): Promise<string> {
  const cookies = await context.cookies(url)
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** Loads a page with an empty cache and adds up its JavaScript until the network is quiet. */
export async function measureScripts(
  browser: Browser,
  session: BrowserContext | null,
  url: string,
): Promise<PageScripts> {
  const context = await browser.newContext(
    session === null ? {} : { storageState: await session.storageState() },
  )
  try {
    const page = await context.newPage()
    const fetched: Promise<{ encoded: number; decoded: number }>[] = []
    page.on('requestfinished', (request) => {
      if (request.resourceType() !== 'script') return
      fetched.push(
        Promise.all([request.sizes(), request.response().then((answer) => answer?.body())]).then(
          ([{ responseBodySize }, body]) => ({
            encoded: responseBodySize,
            decoded: body?.length ?? 0,
          }),
        ),
      )
    })
    await page.goto(url, { waitUntil: 'networkidle' })
    const { pathname } = new URL(page.url())
    if (pathname !== new URL(url).pathname) throw new Error(`${url} led to ${pathname}.`)
    const sizes = await Promise.all(fetched)
    return {
      files: sizes.length,
      encodedBytes: sizes.reduce((sum, { encoded }) => sum + encoded, 0),
      decodedBytes: sizes.reduce((sum, { decoded }) => sum + decoded, 0),
    }
  } finally {
    await context.close()
  }
}
