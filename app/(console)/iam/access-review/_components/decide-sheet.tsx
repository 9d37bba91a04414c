'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useAccess } from '@/components/access/access-provider.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Notice } from '@/components/feedback/notice.tsx'
import { Field } from '@/components/form/field.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { Textarea } from '@/components/ui/textarea.tsx'
import { accessReviewKeys } from '@/lib/access-review/query-options.ts'
import { decideSchema, type ReviewItemDto } from '@/lib/access-review/schema.ts'
import { GuardedSheet, type FormFrame, type SheetProps } from '../../_components/guarded-sheet.tsx'
import { SheetForm } from '../../_components/sheet-form.tsx'
import { decideAccessAction } from '../actions.ts'
import { kindLabels } from '../words.ts'

/** Records what was decided about one piece of access. */
export function DecideSheet({ item, ...props }: SheetProps & { item: ReviewItemDto }) {
  return (
    <GuardedSheet {...props} title={`Decide on ${item.name}`}>
      {(frame) => <DecideForm key={`${item.kind} ${item.id}`} item={item} frame={frame} />}
    </GuardedSheet>
  )
}

function DecideForm({ item, frame }: { item: ReviewItemDto; frame: FormFrame }) {
  const { organization } = useAccess()
  const client = useQueryClient()
  const state = useForm({
    initial: {
      decision: item.decision?.decision ?? 'keep',
      note: '',
      reviewBy: '',
    },
    schema: decideSchema,
    toInput: ({ reviewBy, ...entered }) => ({
      ...entered,
      organizationId: organization.id,
      itemKind: item.kind,
      itemId: item.id,
      reviewBy: reviewBy === '' ? null : reviewBy,
    }),
    submit: decideAccessAction,
    onDone: () => {
      notify.success({ title: `Decision on ${item.name} recorded` })
      void client.invalidateQueries({ queryKey: accessReviewKeys.all })
      frame.close()
    },
  })
  const { values, set, errors } = state
  return (
    <SheetForm state={state} frame={frame} submitLabel="Record decision">
      <p className="text-sm text-muted">
        {kindLabels[item.kind].one} · {item.place} · {item.opens.join(', ')}
      </p>
      <Field label="Decision" name="decision" errors={errors.decision}>
        {(control) => (
          <Select
            {...control}
            value={values.decision}
            className="w-full"
            onChange={(event) =>
              set({ decision: event.target.value === 'revoke' ? 'revoke' : 'keep' })
            }
          >
            <option value="keep">Keep</option>
            <option value="revoke">Revoke</option>
          </Select>
        )}
      </Field>
      <Field label="Note" name="note" optional errors={errors.note} help="Why, for those who ask.">
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={values.note}
            onChange={(event) => set({ note: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Look again on"
        name="reviewBy"
        optional
        errors={errors.reviewBy}
        help="From this day on it is flagged as due again."
      >
        {(control) => (
          <Input
            {...control}
            type="date"
            value={values.reviewBy}
            onChange={(event) => set({ reviewBy: event.target.value })}
          />
        )}
      </Field>
      <Notice>
        {values.decision === 'revoke'
          ? 'This records the decision only: nothing is revoked. “Revoke now” then leads to the page that does it.'
          : 'This records the decision only; the access stays as it is.'}
      </Notice>
    </SheetForm>
  )
}
