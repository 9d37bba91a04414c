import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { chosenProject, projectCookie } from '@/components/access/project-choice.ts'
import { consoleContext } from '@/lib/auth/context.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getMyAccess } from '@/lib/iam/access.ts'

/** The signed-in member; sends everybody else to sign-in. */
export const requireMember = cache(async () => {
  const { actor } = await consoleContext()
  if (actor.kind !== 'member') redirect('/sign-in')
  return actor
})

/** What the member may do: in the organization, and in each project that they may read. */
export const readAccess = cache(async () => {
  await requireMember()
  const result = await runQuery(getMyAccess, {})
  if (!result.ok) throw new Error(result.error.message)
  return result.data
})

/** Id of the project that lists are limited to in this browser; undefined for all of them. */
export const readListedProjectId = cache(async (): Promise<string | undefined> => {
  const [{ projects }, jar] = await Promise.all([readAccess(), cookies()])
  return chosenProject(projects, jar.get(projectCookie)?.value)?.id
})
