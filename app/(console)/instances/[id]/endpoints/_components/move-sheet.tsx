'use client'

import { useQuery } from '@tanstack/react-query'
import { Notice } from '@/components/feedback/notice.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { Button } from '@/components/ui/button.tsx'
import { Select } from '@/components/ui/select.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import { migrateEndpointSchema } from '@/lib/endpoints/schema.ts'
import { endpointKindLabel } from '@/lib/endpoints/state.ts'
import { instancesQuery } from '@/lib/instances/query-options.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { can } from '@/lib/instances/state.ts'
import { useRefreshInstances } from '../../../_components/use-refresh-instances.ts'
import { migrateEndpointAction } from '../actions.ts'
import type { EndpointDialogProps } from './remove-endpoint-dialog.tsx'

/** Moves an endpoint, with its address and port, to another instance. */
export function MoveSheet(props: EndpointDialogProps) {
  return <MoveForm key={props.open ? 'open' : 'closed'} {...props} />
}

function MoveForm({ instance, endpoint, open, onOpenChange, returnFocus }: EndpointDialogProps) {
  const refresh = useRefreshInstances()
  const { projectId, engineName } = instance
  const { data } = useQuery({
    ...instancesQuery({ projectId, engine: engineName, order: 'name_asc', pageSize: 100 }),
    enabled: open,
  })
  const others = data?.instances.filter(({ id }) => id !== instance.id) ?? []
  const { form, values, set, errors, failure, pending, onSubmit } = useForm({
    initial: { instanceId: '' },
    schema: migrateEndpointSchema,
    toInput: (chosen) => ({ endpointId: endpoint.id, ...chosen }),
    submit: migrateEndpointAction,
    conflictField: 'instanceId',
    onDone: () => {
      const to = others.find(({ id }) => id === values.instanceId)?.name ?? ''
      notify.success({ title: `Moving ${endpoint.host}:${endpoint.port} to ${to}` })
      refresh()
      onOpenChange(false)
    },
  })
  const label = endpointKindLabel(endpoint.kind).toLowerCase()
  return (
    <Sheet open={open} onOpenChange={onOpenChange} returnFocus={returnFocus} title="Move endpoint">
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        noValidate
        className="space-y-5 p-4"
      >
        <p>
          <span className="font-mono text-sm">
            {endpoint.host}:{endpoint.port}
          </span>{' '}
          keeps its address and port and leads to the other instance.
        </p>
        <Field
          label="Move to"
          name="instanceId"
          errors={errors.instanceId}
          help={`Instances of this project with the same engine and no ${label} endpoint.`}
        >
          {(control) => (
            <Select
              {...control}
              value={values.instanceId}
              onChange={(event) => set({ instanceId: event.target.value })}
              className="w-full"
            >
              <option value="">{data ? 'Choose an instance' : 'Reading instances…'}</option>
              {others.map((other) => {
                const why = whyNot(other, endpoint.kind, label)
                return (
                  <option key={other.id} value={other.id} disabled={why !== null}>
                    {why === null ? other.name : `${other.name} (${why})`}
                  </option>
                )
              })}
            </Select>
          )}
        </Field>
        <Notice tone="warning" title="Connections are cut">
          Open connections end, and clients that connect again reach other data, with the users and
          the allowed IPs of that instance. You can move the endpoint back.
        </Notice>
        <FormFailure title="Could not move endpoint" failure={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            Move endpoint
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

function whyNot(other: InstanceDto, kind: string, label: string): string | null {
  if (!can.changeEndpoints(other).allowed) return 'not running'
  return other.endpoints.some((endpoint) => endpoint.kind === kind)
    ? `has a ${label} endpoint`
    : null
}
