import { notFound } from 'next/navigation'
import { cache } from 'react'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getInstance } from '@/lib/instances/queries.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { requireMember } from '../../session.ts'

/** The instance of this page, read once a request; the "nothing here" page when there is none. */
export const requireInstance = cache(async (id: string): Promise<InstanceDto> => {
  await requireMember()
  const result = await runQuery(getInstance, { instanceId: id })
  if (result.ok) return result.data
  if (result.error.code === 'not_found' || result.error.code === 'invalid') notFound()
  throw new Error(result.error.message)
})
