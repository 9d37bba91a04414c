'use client'

import { useState } from 'react'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import {
  createClientCertificateSchema,
  type ClientCertificatesDto,
  type NewClientCertificate,
} from '@/lib/certificates/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { createClientCertificateAction } from '../tls-actions.ts'
import { IssuedCertificate } from './issued-certificate.tsx'
import { useRefreshCertificates } from './use-refresh-certificates.ts'

interface Props {
  instance: InstanceDto
  users: ClientCertificatesDto['users']
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Issues a client certificate, then shows its key: once, because nobody keeps it. */
export function IssueSheet(props: Props) {
  const [issued, setIssued] = useState<NewClientCertificate | null>(null)
  const close = (next: boolean) => {
    const question = 'The key is shown only now. Close without having saved it?'
    if (!next && issued && !window.confirm(question)) return
    if (!next) setIssued(null)
    props.onOpenChange(next)
  }
  return (
    <Sheet
      open={props.open}
      onOpenChange={close}
      title={issued ? `Certificate of ${issued.userName}` : 'Issue client certificate'}
    >
      {issued ? (
        <IssuedCertificate
          instance={props.instance}
          issued={issued}
          onDone={() => {
            setIssued(null)
            props.onOpenChange(false)
          }}
        />
      ) : (
        <IssueForm {...props} onOpenChange={close} onIssued={setIssued} />
      )}
    </Sheet>
  )
}

function IssueForm({
  instance,
  users,
  onOpenChange,
  onIssued,
}: Props & { onIssued: (issued: NewClientCertificate) => void }) {
  const refresh = useRefreshCertificates()
  const { form, values, set, errors, failure, pending, onSubmit } = useForm({
    initial: { userName: users[0]?.name ?? '', description: '', validDays: '365' },
    schema: createClientCertificateSchema,
    toInput: (entered) => ({
      ...entered,
      instanceId: instance.id,
      validDays: entered.validDays.trim() === '' ? Number.NaN : Number(entered.validDays),
    }),
    submit: createClientCertificateAction,
    onDone: (issued) => {
      refresh()
      onIssued(issued)
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
        label="User"
        name="userName"
        errors={errors.userName}
        help="The certificate bears this name and opens no other user."
      >
        {(control) => (
          <Select
            {...control}
            value={values.userName}
            className="w-full"
            onChange={(event) => set({ userName: event.target.value })}
          >
            {users.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Description"
        name="description"
        optional
        errors={errors.description}
        help="Who or what holds it, for example the host of an application."
      >
        {(control) => (
          <Input
            {...control}
            value={values.description}
            autoComplete="off"
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <Field label="Valid for (days)" name="validDays" errors={errors.validDays}>
        {(control) => (
          <Input
            {...control}
            value={values.validDays}
            inputMode="numeric"
            autoComplete="off"
            className="tabular w-28"
            onChange={(event) => set({ validDays: event.target.value })}
          />
        )}
      </Field>
      <FormFailure title="Could not issue the certificate" failure={failure} />
      <div className="flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          Issue client certificate
        </Button>
      </div>
    </form>
  )
}
