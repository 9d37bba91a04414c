import { redirect } from 'next/navigation'
import { cache } from 'react'
import { consoleContext } from '@/lib/auth/context.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listProjects } from '@/lib/iam/queries.ts'

/** The signed-in member; sends everybody else to sign-in. */
export const requireMember = cache(async () => {
  const { actor } = await consoleContext()
  if (actor.kind !== 'member') redirect('/sign-in')
  return actor
})

/** Projects that the member may read, the default one first. */
export const readProjects = cache(async () => {
  await requireMember()
  const result = await runQuery(listProjects, {})
  if (!result.ok) throw new Error(result.error.message)
  return result.data
})
