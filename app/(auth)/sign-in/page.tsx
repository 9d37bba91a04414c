import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Wordmark } from '@/components/shell/wordmark.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { consoleContext } from '@/lib/auth/context.ts'
import { oidcRefusalFrom, oidcRefusals } from '@/lib/auth/oidc/refusals.ts'
import { env } from '@/lib/env/env.ts'
import { ProviderForm } from './_components/provider-form.tsx'
import { SignInForm } from './_components/sign-in-form.tsx'
import { safeNext } from './safe-next.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { next, refused, error } = await searchParams
  const target = safeNext(typeof next === 'string' ? next : undefined)
  const { actor } = await consoleContext()
  if (actor.kind === 'member') redirect(target)
  const { oidc } = env()
  const refusal =
    oidcRefusalFrom(typeof refused === 'string' ? refused : undefined) ??
    (error === undefined ? null : oidcRefusals.failed)
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-12">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex justify-center">
          <Wordmark />
        </div>
        <section
          aria-labelledby="sign-in"
          className="rounded-lg border border-border bg-surface p-6 shadow-raised"
        >
          <h1 id="sign-in" className="mb-5 text-lg font-semibold">
            Sign in to the console
          </h1>
          {refusal !== null && (
            <ErrorNotice className="mb-5" title="Not signed in" message={refusal} />
          )}
          {oidc && <ProviderForm name={oidc.name} next={target} />}
          <SignInForm next={target} />
        </section>
        <p className="mt-6 text-center text-sm text-muted">
          Managed PostgreSQL and MySQL on your own machine
        </p>
      </div>
    </main>
  )
}
