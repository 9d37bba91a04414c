'use client'

import { useQuery } from '@tanstack/react-query'
import { useAccess } from '@/components/access/access-provider.tsx'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import {
  parsePrincipal,
  PrincipalSelect,
  principalValue,
} from '@/components/iam/principal-select.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { principalsQuery } from '@/lib/iam/access/query-options.ts'
import {
  createApiKeySchema,
  type CreateApiKeyInput,
  type NewApiKey,
} from '@/lib/iam/api-keys/schema.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { createApiKeyAction } from '../actions.ts'
import { expiries, expiryFrom } from './expiry.ts'

interface Values {
  bearer: string
  description: string
  defaultProjectId: string
  expiry: string
  day: string
}

function toInput({
  bearer,
  description,
  defaultProjectId,
  expiry,
  day,
}: Values): CreateApiKeyInput {
  const chosen = parsePrincipal(bearer)
  return {
    ...(chosen?.kind === 'member' && { memberId: chosen.id }),
    ...(chosen?.kind === 'application' && { applicationId: chosen.id }),
    defaultProjectId,
    description,
    expiresAt: expiryFrom(expiry, day),
  }
}

export function CreateKeyForm({
  bearer,
  onCancel,
  onDone,
}: {
  bearer: PrincipalDto | undefined
  onCancel: () => void
  onDone: (made: NewApiKey) => void
}) {
  const refresh = useRefreshIam()
  const { memberId, email, project, projects, whyDenied } = useAccess()
  const denied = whyDenied(null, 'api_key.create') !== null
  const self: PrincipalDto = { kind: 'member', id: memberId, name: email }
  const principals = useQuery({
    ...principalsQuery({ kinds: ['member', 'application'] }),
    enabled: bearer === undefined && !denied,
  })
  const choices = bearer ? [bearer] : (principals.data ?? [self])
  const { form, values, set, errors, failure, pending, onSubmit } = useForm({
    initial: {
      bearer: principalValue(bearer ?? self),
      description: '',
      defaultProjectId: project?.id ?? '',
      expiry: '365',
      day: '',
    },
    schema: createApiKeySchema,
    toInput,
    submit: createApiKeyAction,
    onDone: (made) => {
      refresh()
      onDone(made)
    },
  })
  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      noValidate
      className="space-y-5 p-4"
    >
      <Field
        label="Whose key"
        name="memberId"
        errors={errors.memberId}
        help="The key may do what they may do, no more. An application suits programs best."
      >
        {(control) => (
          <PrincipalSelect
            {...control}
            className="w-full"
            principals={choices}
            emptyLabel="Choose a member or an application"
            value={values.bearer}
            onChange={(event) => set({ bearer: event.target.value })}
          />
        )}
      </Field>
      <Field label="What it is for" name="description" optional errors={errors.description}>
        {(control) => (
          <Input
            {...control}
            value={values.description}
            autoComplete="off"
            placeholder="Deployments of the shop"
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Default project"
        name="defaultProjectId"
        errors={errors.defaultProjectId}
        help="Where calls that name no project go to. It gives no right."
      >
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={values.defaultProjectId}
            onChange={(event) => set({ defaultProjectId: event.target.value })}
          >
            {projects.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Expires"
        name="expiresAt"
        errors={errors.expiresAt}
        help="From then on the key is refused."
      >
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={values.expiry}
            onChange={(event) => set({ expiry: event.target.value })}
          >
            {expiries.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {values.expiry === 'day' && (
        <Field label="Last day (UTC)" name="day" errors={errors.expiresAt}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={values.day}
              onChange={(event) => set({ day: event.target.value })}
            />
          )}
        </Field>
      )}
      <FormFailure title="Could not create API key" failure={failure} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          Create API key
        </Button>
      </div>
    </form>
  )
}
