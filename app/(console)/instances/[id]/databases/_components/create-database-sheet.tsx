'use client'

import type { z } from 'zod'
import { notify } from '@/components/feedback/notify.ts'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import { whyDatabaseNameIsRefused } from '@/lib/databases/names.ts'
import { createDatabaseSchema } from '@/lib/databases/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { createDatabaseAction } from '../actions.ts'

interface Props {
  instance: InstanceDto
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** A new database: only its name is asked. */
export function CreateDatabaseSheet({ instance, open, onOpenChange }: Props) {
  return (
    <CreateDatabaseForm
      key={open ? 'open' : 'closed'}
      instance={instance}
      open={open}
      onOpenChange={onOpenChange}
    />
  )
}

/** The rules of the instance's own engine, told before the server is asked. */
function schemaFor(instance: InstanceDto) {
  return createDatabaseSchema.superRefine(({ name }, context) => {
    const refusal = whyDatabaseNameIsRefused(name, instance.engineName)
    if (refusal !== null) context.addIssue({ code: 'custom', path: ['name'], message: refusal })
  }) satisfies z.ZodType
}

function CreateDatabaseForm({ instance, open, onOpenChange }: Props) {
  const refresh = useRefreshInside(instance.id)
  const { form, values, set, errors, failure, pending, dirty, onSubmit } = useForm({
    initial: { name: '' },
    schema: schemaFor(instance),
    toInput: ({ name }) => ({ instanceId: instance.id, name }),
    submit: createDatabaseAction,
    conflictField: 'name',
    onDone: ({ name }) => {
      notify.success({ title: `Creating ${name}` })
      refresh()
      onOpenChange(false)
    },
  })
  useUnsavedGuard(open && dirty)
  const isPostgresql = instance.engineName === 'postgresql'
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Create database">
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        noValidate
        className="space-y-5 p-4"
      >
        <Field
          label="Name"
          name="name"
          errors={errors.name}
          help={
            isPostgresql
              ? 'Up to 63 bytes. Letter case counts.'
              : 'Up to 64 characters. Names that differ in letter case only are refused.'
          }
        >
          {(control) => (
            <Input
              {...control}
              value={values.name}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className="font-mono"
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <p className="text-sm text-muted">
          {isPostgresql
            ? 'Nobody may connect to it until a user gets a privilege on it.'
            : 'Only admins may use it until another user gets a privilege on it.'}
        </p>
        <FormFailure title="Could not create database" failure={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            Create database
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
