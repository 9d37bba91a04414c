import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listApiKeys } from '@/lib/iam/api-keys/queries.ts'
import { apiKeyKeys } from '@/lib/iam/api-keys/query-options.ts'
import { requireMember } from '../../session.ts'
import { apiKeysInput, getterOf, type SearchParams } from '../list-input.ts'
import { ApiKeysView } from './_components/api-keys-view.tsx'

export const metadata: Metadata = { title: 'API keys' }

export default async function ApiKeysPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const input = apiKeysInput(await getterOf(searchParams))
  return (
    <Hydrate reads={[[apiKeyKeys.list(input), await runQuery(listApiKeys, input)]]}>
      <ApiKeysView />
    </Hydrate>
  )
}
