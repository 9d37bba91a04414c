'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { accessKeys } from '@/lib/iam/access/query-options.ts'
import { apiKeyKeys } from '@/lib/iam/api-keys/query-options.ts'
import { applicationKeys } from '@/lib/iam/applications/query-options.ts'
import { groupKeys } from '@/lib/iam/groups/query-options.ts'
import { memberKeys } from '@/lib/iam/members/query-options.ts'
import { policyKeys } from '@/lib/iam/policies/query-options.ts'
import { projectKeys } from '@/lib/iam/projects/query-options.ts'
import { sessionKeys } from '@/lib/iam/sessions/query-options.ts'

const everything = [
  accessKeys,
  apiKeyKeys,
  applicationKeys,
  groupKeys,
  memberKeys,
  policyKeys,
  projectKeys,
  sessionKeys,
]

/** Asks for everything about identity and access again, and for the reader's own rights. */
export function useRefreshIam(): () => void {
  const client = useQueryClient()
  const router = useRouter()
  return () => {
    for (const { all } of everything) void client.invalidateQueries({ queryKey: all })
    router.refresh()
  }
}
