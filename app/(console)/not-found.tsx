import Link from 'next/link'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { buttonClass } from '@/components/ui/button.tsx'

export default function NotFound() {
  return (
    <>
      <title>Not found · Holdfast</title>
      <EmptyState
        page
        kind="filtered"
        title="Nothing here"
        action={
          <Link href="/instances" className={buttonClass()}>
            Show all instances
          </Link>
        }
      >
        It was deleted, it never existed, or you may not see it.
      </EmptyState>
    </>
  )
}
