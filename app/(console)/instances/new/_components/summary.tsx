'use client'

import type { ReactNode } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { Button } from '@/components/ui/button.tsx'
import type { ActionError } from '@/lib/core/result.ts'
import { formatBytes, missing } from '@/lib/format/bytes.ts'
import { freeMemoryBytes, freeVolumeBytes } from '@/lib/instances/capacity.ts'
import type { CreateOptions } from '@/lib/instances/queries.ts'
import { volumeBytes, type AccessChoice, type FormValues } from './form-values.ts'

const accessLabels: Readonly<Record<AccessChoice, string>> = {
  mine: 'My address',
  private: 'Private ranges',
  anyone: 'Anyone',
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 text-right break-words">{children}</dd>
    </div>
  )
}

/** What will be created, as it is being chosen. */
export function Summary({
  options,
  values,
  pending,
  failure,
  invalid,
}: {
  options: CreateOptions
  values: FormValues
  pending: boolean
  failure: ActionError | null
  invalid: boolean
}) {
  const type = options.nodeTypes.find(({ name }) => name === values.nodeType)
  const volume = volumeBytes(values, type)
  const { capacity } = options
  const { project } = useAccess()
  return (
    <aside
      aria-label="Summary"
      className="rounded-lg border border-border bg-surface shadow-raised lg:sticky lg:top-20"
    >
      <h2 className="border-b border-border px-4 py-3 font-semibold">Summary</h2>
      <dl className="space-y-2 p-4">
        <Line label="Project">{project?.name ?? missing}</Line>
        <Line label="Name">{values.name || missing}</Line>
        <Line label="Engine">{values.engine.replace('-', ' ') || missing}</Line>
        <Line label="Availability">Standalone</Line>
        <Line label="Node type">
          <span className="font-mono text-sm">{values.nodeType || missing}</span>
        </Line>
        <Line label="CPU and memory">{type?.description ?? missing}</Line>
        <Line label="Volume">{formatBytes(volume)}</Line>
        <Line label="TLS">{values.requireTls ? 'Required' : 'Optional'}</Line>
        <Line label="Allowed IPs">{accessLabels[values.access]}</Line>
        <Line label="First user">
          <span className="font-mono text-sm">{values.userName || missing}</span>
        </Line>
      </dl>
      {capacity && (
        <p className="border-t border-border px-4 py-3 text-sm text-muted">
          Not promised on this machine: {formatBytes(Math.max(0, freeMemoryBytes(capacity)))}{' '}
          memory, {formatBytes(Math.max(0, freeVolumeBytes(capacity)))} disk.
        </p>
      )}
      <div className="space-y-3 border-t border-border p-4">
        <FormFailure title="Could not create instance" failure={failure} />
        {invalid && (
          <p role="alert" className="text-sm font-medium text-danger">
            Some fields need your attention.
          </p>
        )}
        <Button type="submit" variant="primary" pending={pending} className="w-full">
          Create instance
        </Button>
      </div>
    </aside>
  )
}
