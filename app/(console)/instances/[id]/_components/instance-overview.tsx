'use client'

import { useState } from 'react'
import { notify } from '@/components/feedback/notify.ts'
import { Notice } from '@/components/feedback/notice.tsx'
import { OperationCard } from '@/components/operations/operation-card.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { isInTransition, statusLabel } from '@/lib/instances/state.ts'
import type { OperationDto } from '@/lib/operations/schema.ts'
import { operationLabel } from '@/lib/operations/state.ts'
import { retryOperationAction } from '../../actions.ts'
import { useInstancePermissions } from '../../_components/use-instance-permissions.ts'
import { useRefreshInstances } from '../../_components/use-refresh-instances.ts'
import { ConnectionCard } from './connection-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { NodesCard } from './nodes-card.tsx'
import { useInstance } from './use-instance.ts'

export function InstanceOverview({ instanceId }: { instanceId: string }) {
  const { data: instance } = useInstance(instanceId)
  if (!instance) return null
  const { operation } = instance
  // While something happens its steps come first; at rest the connection does.
  const first = operation && (isInTransition(instance.status) || operation.status === 'failed')
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-6">
        {instance.statusReason && !first && !isInTransition(instance.status) && (
          <Notice tone="warning" title={statusLabel(instance.status)}>
            <span className="whitespace-pre-wrap">{instance.statusReason}</span>
          </Notice>
        )}
        {operation && first && <Work instance={instance} operation={operation} />}
        <ConnectionCard instance={instance} />
        {operation && !first && <Work instance={instance} operation={operation} />}
        <NodesCard nodes={instance.nodes} />
      </div>
      <FactsCard instance={instance} />
    </div>
  )
}

function Work({ instance, operation }: { instance: InstanceDto; operation: OperationDto }) {
  const permissions = useInstancePermissions(instance)
  const refresh = useRefreshInstances()
  const [pending, setPending] = useState(false)
  const onRetry = async () => {
    setPending(true)
    try {
      const result = await retryOperationAction({ operationId: operation.id })
      if (result.ok) notify.success({ title: `Retrying: ${operationLabel(operation.kind)}` })
      else {
        const { message, requestId } = result.error
        notify.error({ title: 'Could not retry', detail: message, requestId })
      }
      refresh()
    } catch {
      notify.error({ title: 'Could not retry', detail: 'The console did not answer.' })
    } finally {
      setPending(false)
    }
  }
  return (
    <OperationCard
      operation={operation}
      retry={{ onRetry: () => void onRetry(), pending, disabledReason: permissions.retry }}
    />
  )
}
