'use client'

import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Notice } from '@/components/feedback/notice.tsx'
import { OperationBadge } from '@/components/status/operation-badge.tsx'
import { Elapsed } from '@/components/time/elapsed.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { OperationDto } from '@/lib/operations/schema.ts'
import { operationLabel } from '@/lib/operations/state.ts'
import { StepList } from './step-list.tsx'

/** One operation as it happens; the same in every browser and after a reload. */
export function OperationCard({
  operation,
  retry,
}: {
  operation: OperationDto
  /** How to start it again after a failure, and why that is not possible. */
  retry: { onRetry: () => void; pending: boolean; disabledReason: string | null }
}) {
  return (
    <Card
      title={operationLabel(operation.kind)}
      description={<Summary operation={operation} />}
      actions={<OperationBadge operation={operation} />}
    >
      <div className="space-y-4">
        {operation.stalledAt && operation.status === 'running' && (
          <Notice tone="warning">Taking longer than usual. Still working.</Notice>
        )}
        {operation.status === 'failed' && (
          <Notice
            tone="danger"
            title={`${operationLabel(operation.kind)} failed`}
            action={
              <ReasonButton
                size="sm"
                icon={<RotateCw aria-hidden />}
                pending={retry.pending}
                disabledReason={retry.disabledReason}
                onClick={retry.onRetry}
              >
                Retry
              </ReasonButton>
            }
          >
            <span className="whitespace-pre-wrap">
              {operation.errorMessage ?? 'The agent gave no reason.'}
            </span>
          </Notice>
        )}
        {operation.steps.length > 0 ? (
          <StepList steps={operation.steps} />
        ) : (
          <p className="text-muted">
            {operation.status === 'queued' ? 'Waiting for the agent to begin.' : 'No steps yet.'}
          </p>
        )}
      </div>
    </Card>
  )
}

function Summary({ operation }: { operation: OperationDto }): ReactNode {
  return (
    <>
      By {operation.actorName} · <Elapsed from={operation.createdAt} until={operation.endedAt} />
    </>
  )
}
