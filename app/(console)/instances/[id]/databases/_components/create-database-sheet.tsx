'use client'

import type { z } from 'zod'
import { notify } from '@/components/feedback/notify.ts'
import { useForm } from '@/components/form/use-form.ts'
import { whyDatabaseNameIsRefused } from '@/lib/databases/names.ts'
import { createDatabaseSchema } from '@/lib/databases/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { FormSheet } from '../../_inside/form-sheet.tsx'
import { NameField } from '../../_inside/name-field.tsx'
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
  const state = useForm({
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
  const isPostgresql = instance.engineName === 'postgresql'
  return (
    <FormSheet
      title="Create database"
      saveLabel="Create database"
      open={open}
      onOpenChange={onOpenChange}
      state={state}
    >
      <NameField
        value={state.values.name}
        errors={state.errors.name}
        help={
          isPostgresql
            ? 'Up to 63 bytes. Letter case counts.'
            : 'Up to 64 characters. Names that differ in letter case only are refused.'
        }
        onChange={(name) => state.set({ name })}
      />
      <p className="text-sm text-muted">
        {isPostgresql
          ? 'Nobody may connect to it until a user gets a privilege on it.'
          : 'Only admins may use it until another user gets a privilege on it.'}
      </p>
    </FormSheet>
  )
}
