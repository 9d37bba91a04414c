import type { Metadata } from 'next'
import Link from 'next/link'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { Wordmark } from '@/components/shell/wordmark.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { readInvitation } from '@/lib/auth/invitation.ts'
import { requestFacts } from '@/lib/auth/request-facts.ts'
import { AppError } from '@/lib/core/errors.ts'
import { formatUtc } from '@/lib/format/time.ts'
import { InvitationForm } from './_components/invitation-form.tsx'

export const metadata: Metadata = { title: 'Invitation' }

/** Whose invitation it is; null when the link is no good, or when somebody tried too many links. */
async function findInvitation(token: string) {
  try {
    return await readInvitation(await requestFacts(), token)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const invitation = await findInvitation(token)
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-12">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex justify-center">
          <Wordmark />
        </div>
        <section
          aria-label="Invitation"
          className="rounded-lg border border-border bg-surface shadow-raised"
        >
          {invitation ? (
            <div className="p-6">
              <h1 className="text-lg font-semibold">You are invited to the console</h1>
              <p className="mt-1 mb-5 text-sm break-words text-muted">
                Choose a password to sign in as {invitation.email}. The link works until{' '}
                {formatUtc(invitation.expiresAt)}.
              </p>
              <InvitationForm token={token} email={invitation.email} />
            </div>
          ) : (
            <EmptyState
              page
              kind="filtered"
              title="This invitation cannot be used"
              action={
                <Link href="/sign-in" className={buttonClass()}>
                  Sign in
                </Link>
              }
            >
              The link was used before, has expired, or was replaced by a newer one. Ask whoever
              invited you for a new link.
            </EmptyState>
          )}
        </section>
      </div>
    </main>
  )
}
