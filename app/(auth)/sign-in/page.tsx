import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Wordmark } from '@/components/shell/wordmark.tsx'
import { consoleContext } from '@/lib/auth/context.ts'
import { SignInForm } from './_components/sign-in-form.tsx'
import { safeNext } from './safe-next.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { next } = await searchParams
  const target = safeNext(typeof next === 'string' ? next : undefined)
  const { actor } = await consoleContext()
  if (actor.kind === 'member') redirect(target)
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
          <SignInForm next={target} />
        </section>
        <p className="mt-6 text-center text-sm text-muted">
          Managed PostgreSQL and MySQL on your own machine
        </p>
      </div>
    </main>
  )
}
