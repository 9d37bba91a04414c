import { defineConfig, devices } from '@playwright/test'

const libraryPath = process.env.CHROMIUM_LIBRARY_PATH
const fontConfig = process.env.CHROMIUM_FONTCONFIG

/** Debian's Chromium, which must not speak to anything but the console. */
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-sync',
    '--no-first-run',
    '--no-pings',
  ],
  ...(libraryPath === undefined
    ? {}
    : {
        env: {
          ...(process.env as Record<string, string>),
          LD_LIBRARY_PATH: libraryPath,
          ...(fontConfig === undefined ? {} : { FONTCONFIG_FILE: fontConfig }),
        },
      }),
}

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results',
  // The journeys share one Holdfast and two cores.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: process.env.HOLDFAST_E2E_ADDRESS ?? 'http://localhost:3000',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    video: 'off',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions,
  },
  projects: [
    {
      name: 'desktop',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } },
    },
  ],
})
