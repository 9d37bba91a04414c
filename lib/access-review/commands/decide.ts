import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { actorId, actorName } from '@/lib/core/context.ts'
import { invalid, notFound } from '@/lib/core/errors.ts'
import { loadOrganization } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { readReviewItems, toDecisionDto } from '../internal.ts'
import { decideSchema } from '../schema.ts'

/** Records that some access shall be kept or revoked. It changes nothing by itself. */
export const decideAccess = defineCommand({
  name: 'access_review.decide',
  input: decideSchema,
  resource: (tx, context, { organizationId }) => loadOrganization(tx, context, organizationId),
  run: async (tx, { actor }, input) => {
    const { organizationId, itemKind, itemId, decision, note } = input
    const reviewBy = input.reviewBy === null ? null : new Date(`${input.reviewBy}T00:00:00Z`)
    const moment = now()
    if (reviewBy && reviewBy <= moment) {
      const message = 'Choose a day after today.'
      throw invalid([{ argument: 'reviewBy', reason: 'constraint', message }])
    }
    const items = await readReviewItems(tx, organizationId)
    const item = items.find(({ kind, id }) => kind === itemKind && id === itemId)
    if (!item) throw notFound(itemKind, itemId)
    const row = await tx.accessReviewDecision.create({
      data: {
        id: newId(),
        organizationId,
        itemKind,
        itemId,
        itemName: item.name,
        instanceId: item.instanceId,
        decision,
        note,
        decidedById: actorId(actor) ?? '',
        decidedByName: actorName(actor),
        decidedAt: moment,
        reviewBy,
      },
    })
    const about = { kind: itemKind, id: itemId, name: item.name, place: item.place }
    return {
      result: { ...item, decision: toDecisionDto(row) },
      audit: {
        ...(item.decision
          ? { before: { ...about, decision: item.decision.decision, note: item.decision.note } }
          : {}),
        after: { ...about, decision, note, reviewBy: input.reviewBy },
      },
    }
  },
})
