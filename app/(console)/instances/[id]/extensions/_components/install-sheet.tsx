'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import { extensionKeys } from '@/lib/extensions/query-options.ts'
import { createExtensionSchema, type ExtensionDto } from '@/lib/extensions/schema.ts'
import { createExtensionAction } from '../actions.ts'

/** Where an extension shall be installed. */
export function InstallSheet({
  instanceId,
  extension,
  databases,
  onClose,
}: {
  instanceId: string
  extension: ExtensionDto
  databases: readonly string[]
  onClose: () => void
}) {
  const client = useQueryClient()
  const { name, installed } = extension
  const free = databases.filter(
    (database) =>
      !installed.some(
        ({ databaseName, status }) => databaseName === database && status !== 'failed',
      ),
  )
  const { form, values, set, errors, failure, pending, onSubmit } = useForm({
    initial: { databaseName: free[0] ?? '', schemaName: 'public' },
    schema: createExtensionSchema,
    toInput: (entered) => ({ instanceId, name, ...entered }),
    submit: createExtensionAction,
    onDone: ({ databaseName }) => {
      notify.success({ title: `Installing ${name} in ${databaseName}` })
      void client.invalidateQueries({ queryKey: extensionKeys.of(instanceId) })
      onClose()
    },
  })
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={`Install ${name}`}>
      <form
        ref={form}
        noValidate
        className="space-y-5 p-4"
        onSubmit={(event) => void onSubmit(event)}
      >
        <p className="text-muted">
          {extension.description}
          {extension.requires && `. Installs ${extension.requires.join(' and ')} as well`}.
        </p>
        <Field label="Database" name="databaseName" errors={errors.databaseName}>
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={values.databaseName}
              onChange={(event) => set({ databaseName: event.target.value })}
            >
              {free.map((database) => (
                <option key={database}>{database}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Schema"
          name="schemaName"
          help="Its functions and types go here. The schema must exist."
          errors={errors.schemaName}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              autoComplete="off"
              spellCheck={false}
              value={values.schemaName}
              onChange={(event) => set({ schemaName: event.target.value })}
            />
          )}
        </Field>
        <FormFailure title={`Could not install ${name}`} failure={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            Install extension
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
