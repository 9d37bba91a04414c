'use client'

import { useRouter } from 'next/navigation'
import { useAccess } from '@/components/access/access-provider.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import type { CreateOptions } from '@/lib/instances/queries.ts'
import { createInstanceSchema } from '@/lib/instances/schema.ts'
import { createInstanceAction } from '../../actions.ts'
import { useRefreshInstances } from '../../_components/use-refresh-instances.ts'
import { AvailabilitySection } from './availability-section.tsx'
import { EngineSection } from './engine-section.tsx'
import { initialValues, toCreateInput } from './form-values.ts'
import { InitSettingsSection } from './init-settings-section.tsx'
import { NamingSection } from './naming-section.tsx'
import { NetworkSection } from './network-section.tsx'
import { NodeTypeSection } from './node-type-section.tsx'
import { Summary } from './summary.tsx'
import { UserSection } from './user-section.tsx'
import { VolumeSection } from './volume-section.tsx'

export function CreateForm({
  options,
  suggested,
}: {
  options: CreateOptions
  suggested: { name: string; password: string; ownCidr: string | null }
}) {
  const router = useRouter()
  const refresh = useRefreshInstances()
  const { project } = useAccess()
  const { form, values, set, errors, failure, pending, dirty, onSubmit } = useForm({
    initial: () => initialValues(options, suggested),
    schema: createInstanceSchema,
    toInput: (chosen) => toCreateInput(chosen, project?.id ?? ''),
    submit: createInstanceAction,
    conflictField: 'name',
    onDone: (instance) => {
      notify.success({ title: `Creating ${instance.name}` })
      refresh()
      router.push(`/instances/${instance.id}`)
    },
  })
  useUnsavedGuard(dirty)
  const part = { options, values, errors, set }
  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      noValidate
      className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <div className="min-w-0 space-y-8">
        <EngineSection {...part} />
        <InitSettingsSection {...part} />
        <AvailabilitySection />
        <NodeTypeSection {...part} />
        <VolumeSection {...part} />
        <NamingSection {...part} />
        <UserSection {...part} />
        <NetworkSection {...part} />
      </div>
      <Summary
        options={options}
        values={values}
        pending={pending}
        failure={failure}
        invalid={Object.values(errors).some((messages) => messages?.length)}
      />
    </form>
  )
}
