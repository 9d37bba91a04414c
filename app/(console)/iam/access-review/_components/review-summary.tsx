'use client'

import Link from 'next/link'
import type { AccessReviewPage, ReviewFlag } from '@/lib/access-review/schema.ts'
import { formatCount } from '@/lib/format/count.ts'
import { flagWords } from '../words.ts'

const shown: readonly ReviewFlag[] = ['review_due', 'wide_open', 'unused_90', 'never_used', 'admin']

/** What the review is about, and the numbers that lead to what should be looked at first. */
export function ReviewSummary({ summary }: { summary: AccessReviewPage['summary'] }) {
  return (
    <section
      aria-label="Summary"
      className="rounded-lg border border-border bg-surface p-4 shadow-raised"
    >
      <p>
        {formatCount(summary.all, 'piece of access', 'pieces of access')},{' '}
        {summary.undecided === 0 ? 'all decided.' : `${String(summary.undecided)} not decided yet.`}{' '}
        <span className="text-muted">
          A decision is a record for the audit log: it changes nothing by itself.
        </span>
      </p>
      <ul className="mt-3 flex flex-wrap gap-2">
        {shown.map((flag) => (
          <li key={flag}>
            <Link
              href={`/iam/access-review?flag=${flag}`}
              title={flagWords[flag].help}
              className="inline-flex min-h-8 items-center gap-2 rounded border border-border px-2.5 text-sm hover:bg-hover"
            >
              <span className="tabular font-semibold">{summary.flags[flag]}</span>
              {flagWords[flag].label}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
