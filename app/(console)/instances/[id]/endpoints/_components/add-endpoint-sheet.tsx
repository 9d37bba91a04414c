'use client'

import { useQuery } from '@tanstack/react-query'
import { notify } from '@/components/feedback/notify.ts'
import { Field, FieldGroup } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import { Select } from '@/components/ui/select.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import { privateNetworksQuery } from '@/lib/endpoints/query-options.ts'
import {
  createEndpointSchema,
  type EndpointKind,
  type PrivateNetworkDto,
} from '@/lib/endpoints/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { useRefreshInstances } from '../../../_components/use-refresh-instances.ts'
import { createEndpointAction } from '../actions.ts'

interface Props {
  instance: InstanceDto
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
}

export function AddEndpointSheet(props: Props) {
  return <AddForm key={props.open ? 'open' : 'closed'} {...props} />
}

interface Values {
  kind: EndpointKind
  privateNetworkId: string
  bindAddress: string
}

function toInput(instanceId: string, { kind, privateNetworkId, bindAddress }: Values) {
  if (kind === 'load_balancer') return { instanceId, kind }
  return {
    instanceId,
    kind,
    ...(privateNetworkId && { privateNetworkId }),
    ...(bindAddress.trim() && { bindAddress: bindAddress.trim() }),
  }
}

function AddForm({ instance, open, onOpenChange, returnFocus }: Props) {
  const refresh = useRefreshInstances()
  const networks = useQuery(privateNetworksQuery()).data?.filter(({ isPresent }) => isPresent)
  const taken = new Set(instance.endpoints.map(({ kind }) => kind))
  const whyNot = (kind: EndpointKind) =>
    taken.has(kind) ? 'The instance has one already. Remove it first.' : null
  const { form, values, set, errors, failure, pending, onSubmit } = useForm<
    Values,
    ReturnType<typeof toInput>,
    unknown
  >({
    initial: {
      kind: taken.has('load_balancer') ? 'private_network' : 'load_balancer',
      privateNetworkId: '',
      bindAddress: '',
    },
    schema: createEndpointSchema,
    toInput: (chosen) => toInput(instance.id, chosen),
    submit: createEndpointAction,
    conflictField: 'kind',
    onDone: () => {
      notify.success({ title: `Adding an endpoint to ${instance.name}` })
      refresh()
      onOpenChange(false)
    },
  })
  const network = networks?.find(({ id }) => id === values.privateNetworkId)
  return (
    <Sheet open={open} onOpenChange={onOpenChange} returnFocus={returnFocus} title="Add endpoint">
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        noValidate
        className="space-y-5 p-4"
      >
        <FieldGroup label="Kind" name="kind" errors={errors.kind}>
          {({ id, name, ...aria }) => (
            <RadioCards
              {...aria}
              aria-labelledby={id}
              name={name}
              value={values.kind}
              columns=""
              onChange={(kind) =>
                set({ kind: kind === 'private_network' ? kind : 'load_balancer' })
              }
              options={[
                {
                  value: 'load_balancer',
                  title: 'Public',
                  detail: 'On the public address, filtered by the allowed IPs.',
                  disabledReason: whyNot('load_balancer'),
                },
                {
                  value: 'private_network',
                  title: 'Private',
                  detail: 'On an address of this machine in one of its networks, without a list.',
                  disabledReason: whyNot('private_network'),
                },
              ]}
            />
          )}
        </FieldGroup>
        {values.kind === 'private_network' && (
          <>
            <Field label="Network" name="privateNetworkId" errors={errors.privateNetworkId}>
              {(control) => (
                <Select
                  {...control}
                  value={values.privateNetworkId}
                  onChange={(event) =>
                    set({
                      privateNetworkId: event.target.value,
                      bindAddress:
                        networks?.find(({ id }) => id === event.target.value)?.addresses[0] ?? '',
                    })
                  }
                  className="w-full"
                >
                  <option value="">Choose a network</option>
                  {networks?.map(({ id, cidr, interfaceName, isLoopback }) => (
                    <option key={id} value={id}>
                      {cidr} ({isLoopback ? 'this machine' : interfaceName})
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Address network={network} values={values} set={set} errors={errors.bindAddress} />
          </>
        )}
        <FormFailure title="Could not add endpoint" failure={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            Add endpoint
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

function Address({
  network,
  values,
  set,
  errors,
}: {
  network: PrivateNetworkDto | undefined
  values: Values
  set: (changes: Partial<Values>) => void
  errors: readonly string[] | undefined
}) {
  if (!network) return null
  const help = network.isLoopback
    ? 'Any address of the network. Everybody on this machine reaches it.'
    : 'Everybody in the network reaches it; the server certificate is renewed to name it.'
  const change = (bindAddress: string) => set({ bindAddress })
  return (
    <Field label="Address" name="bindAddress" errors={errors} help={help}>
      {(control) =>
        network.isLoopback ? (
          <Input
            {...control}
            value={values.bindAddress}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => change(event.target.value)}
          />
        ) : (
          <Select
            {...control}
            value={values.bindAddress}
            onChange={(event) => change(event.target.value)}
            className="w-full font-mono"
          >
            {network.addresses.map((address) => (
              <option key={address} value={address}>
                {address}
              </option>
            ))}
          </Select>
        )
      }
    </Field>
  )
}
