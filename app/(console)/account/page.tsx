import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getMember } from '@/lib/iam/members/queries.ts'
import { memberKeys } from '@/lib/iam/members/query-options.ts'
import { listSessions } from '@/lib/iam/sessions/queries.ts'
import { sessionKeys } from '@/lib/iam/sessions/query-options.ts'
import { requireMember } from '../session.ts'
import { AccountView } from './_components/account-view.tsx'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const { memberId } = await requireMember()
  const [member, sessions] = await Promise.all([
    runQuery(getMember, { memberId }),
    runQuery(listSessions, { memberId }),
  ])
  return (
    <Hydrate
      reads={[
        [memberKeys.one(memberId), member],
        [sessionKeys.list(memberId), sessions],
      ]}
    >
      <AccountView memberId={memberId} />
    </Hydrate>
  )
}
