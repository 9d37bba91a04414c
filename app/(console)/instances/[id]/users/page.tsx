import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listDatabases } from '@/lib/databases/queries.ts'
import { databaseKeys } from '@/lib/databases/query-options.ts'
import { listPrivileges } from '@/lib/privileges/queries.ts'
import { privilegeKeys } from '@/lib/privileges/query-options.ts'
import { listUsers } from '@/lib/users/queries.ts'
import { userKeys } from '@/lib/users/query-options.ts'
import { requireInstance } from '../require-instance.ts'
import { UsersView } from './_components/users-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: `Users of ${name}` }
}

export default async function UsersPage({ params }: Props) {
  const { id } = await params
  await requireInstance(id)
  const input = { instanceId: id }
  const [users, databases, privileges] = await Promise.all([
    runQuery(listUsers, input),
    runQuery(listDatabases, input),
    runQuery(listPrivileges, input),
  ])
  return (
    <Hydrate
      reads={[
        [userKeys.of(id), users],
        [databaseKeys.of(id), databases],
        [privilegeKeys.of(id), privileges],
      ]}
    >
      <UsersView instanceId={id} />
    </Hydrate>
  )
}
