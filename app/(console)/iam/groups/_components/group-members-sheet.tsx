'use client'

import { useQuery } from '@tanstack/react-query'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { FieldGroup } from '@/components/form/field.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { PickList } from '@/components/iam/pick-list.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { principalsQuery } from '@/lib/iam/access/query-options.ts'
import { setGroupMembersSchema, type GroupDto } from '@/lib/iam/groups/schema.ts'
import type { PrincipalDto, PrincipalKind } from '@/lib/iam/schema.ts'
import { GuardedSheet, type FormFrame, type SheetProps } from '../../_components/guarded-sheet.tsx'
import { SheetForm } from '../../_components/sheet-form.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { setGroupMembersAction } from '../actions.ts'

/** Who is in the group, as a whole. */
export function GroupMembersSheet({ group, ...sheet }: SheetProps & { group: GroupDto }) {
  const query = useQuery({
    ...principalsQuery({ kinds: ['member', 'application'] }),
    enabled: sheet.open,
  })
  return (
    <GuardedSheet {...sheet} title={`Who is in ${group.name}`}>
      {(frame) => (
        <>
          {query.data && <MembersForm group={group} frame={frame} principals={query.data} />}
          {!query.data && !query.error && <Skeleton className="m-4 h-64" />}
          {!query.data && query.error && (
            <ErrorNotice
              className="m-4"
              title="Members could not be read"
              message={failureOf(query.error).message}
              requestId={failureOf(query.error).requestId}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          )}
        </>
      )}
    </GuardedSheet>
  )
}

function choicesOf(kind: PrincipalKind, principals: readonly PrincipalDto[]) {
  return principals
    .filter((principal) => principal.kind === kind)
    .map(({ id, name }) => ({ id, label: name }))
}

function MembersForm({
  group,
  frame,
  principals,
}: {
  group: GroupDto
  frame: FormFrame
  principals: readonly PrincipalDto[]
}) {
  const refresh = useRefreshIam()
  const state = useForm({
    initial: {
      memberIds: group.members.map(({ id }) => id),
      applicationIds: group.applications.map(({ id }) => id),
    },
    schema: setGroupMembersSchema,
    toInput: (values) => ({ groupId: group.id, ...values }),
    submit: setGroupMembersAction,
    onDone: ({ name }) => {
      notify.success({ title: `Changed who is in ${name}` })
      refresh()
      frame.close()
    },
  })
  const { values, set, errors } = state
  const fromProvider = group.members.filter(({ isFromOidc }) => isFromOidc)
  return (
    <SheetForm state={state} frame={frame} submitLabel="Save changes">
      <FieldGroup
        label="Members"
        name="memberIds"
        errors={errors.memberIds}
        help={
          fromProvider.length > 0 &&
          `Put in by the OpenID Connect provider, which may do so again: ${fromProvider.map(({ email }) => email).join(', ')}.`
        }
      >
        {(control) => (
          <PickList
            name="memberIds"
            noun="member"
            labelledBy={control.id}
            describedBy={control['aria-describedby']}
            choices={choicesOf('member', principals)}
            value={values.memberIds}
            onChange={(memberIds) => set({ memberIds })}
            emptyText="There is no member yet."
          />
        )}
      </FieldGroup>
      <FieldGroup label="Applications" name="applicationIds" errors={errors.applicationIds}>
        {(control) => (
          <PickList
            name="applicationIds"
            noun="application"
            labelledBy={control.id}
            choices={choicesOf('application', principals)}
            value={values.applicationIds}
            onChange={(applicationIds) => set({ applicationIds })}
            emptyText="There is no application yet."
          />
        )}
      </FieldGroup>
    </SheetForm>
  )
}
