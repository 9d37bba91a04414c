import { z } from 'zod'
import { AppError } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import type { NamedDto } from './schema.ts'

/** The organization that the actor acts in; nobody else's can be read. */
export const getOrganization = defineQuery({
  name: 'organization.read',
  input: z.strictObject({}),
  run: ({ actor }): Promise<NamedDto> => {
    if (!('organizationId' in actor)) {
      throw new AppError('forbidden', 'Ask as somebody of an organization.')
    }
    const { organizationId: id } = actor
    return db().organization.findUniqueOrThrow({ where: { id }, select: { id: true, name: true } })
  },
})
