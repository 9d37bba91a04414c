import { owner } from './fixtures/holdfast.ts'
import { expect, signIn, test } from './fixtures/test.ts'

test('a page asks for sign-in and comes back to where one wanted to go', async ({ page }) => {
  await page.goto('/activity')
  await expect(page).toHaveURL(/\/sign-in\?next=%2Factivity$/)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/activity$/)
})

test('a wrong password is refused without telling which of the two is wrong', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible()
  await expect(page).toHaveURL(/\/sign-in/)
})

test('signing out ends the session for good', async ({ page, context }) => {
  await signIn(page)
  const cookies = await context.cookies()
  const signOut = page.getByRole('menuitem', { name: 'Sign out' })
  // The button is drawn by the server; it opens its menu once the scripts have arrived.
  await expect(async () => {
    await page.getByRole('button', { name: 'Account' }).click()
    await expect(signOut).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await signOut.click()
  await expect(page).toHaveURL(/\/sign-in/)
  await context.addCookies(cookies)
  await page.goto('/activity')
  await expect(page).toHaveURL(/\/sign-in/)
})
