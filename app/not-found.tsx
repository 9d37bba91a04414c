import Link from 'next/link'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { buttonClass } from '@/components/ui/button.tsx'

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <title>Page not found · Holdfast</title>
      <EmptyState
        page
        kind="filtered"
        title="This page does not exist"
        action={
          <Link href="/" className={buttonClass()}>
            Go to the overview
          </Link>
        }
      >
        Check the address, or start from the overview.
      </EmptyState>
    </main>
  )
}
