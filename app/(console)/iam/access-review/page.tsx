import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { listAccessReview } from '@/lib/access-review/queries.ts'
import { accessReviewKeys } from '@/lib/access-review/query-options.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { requireMember } from '../../session.ts'
import { getterOf, type SearchParams } from '../list-input.ts'
import { ReviewView } from './_components/review-view.tsx'
import { reviewInput } from './review-input.ts'

export const metadata: Metadata = { title: 'Access review' }

export default async function AccessReviewPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const input = reviewInput(await getterOf(searchParams))
  return (
    <Hydrate reads={[[accessReviewKeys.list(input), await runQuery(listAccessReview, input)]]}>
      <ReviewView />
    </Hydrate>
  )
}
