import { z } from 'zod'
import { isAllowed } from '@/lib/core/authorise.ts'
import type { ActionName } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import { allActions } from './catalogue.ts'
import { listProjects } from './projects/queries.ts'
import type { ProjectDto } from './projects/schema.ts'

/** Who the reader is and what they may do, for buttons that say why they are disabled. */
export interface MyAccessDto {
  memberId: string
  name: string
  email: string
  isOwner: boolean
  organization: { id: string; name: string }
  /** Names of the actions that the reader may do in the organization. */
  organizationActions: ActionName[]
  /** Projects that the reader may read, oldest first, with what they may do in each. */
  projects: ProjectDto[]
}

/** The signed-in member's own rights, as of this request; `unauthenticated` for API keys. */
export const getMyAccess = defineQuery({
  name: 'project.read',
  input: z.strictObject({}),
  run: async (context): Promise<MyAccessDto> => {
    const { actor } = context
    if (actor.kind !== 'member') throw new AppError('unauthenticated', 'Sign in to continue.')
    const { memberId, organizationId, isOwner } = actor
    const [member, projects] = await Promise.all([
      db().member.findUniqueOrThrow({
        where: { id: memberId },
        select: { name: true, email: true, organization: { select: { id: true, name: true } } },
      }),
      listProjects.execute(context, {}),
    ])
    const { name, email, organization } = member
    const ref = { type: 'organization', id: null, name: null, projectId: null, organizationId }
    const organizationActions = allActions.filter((action) => isAllowed(actor, action, ref))
    return { memberId, name, email, isOwner, organization, organizationActions, projects }
  },
})
