import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react'
import { Elapsed } from '@/components/time/elapsed.tsx'
import { Progress } from '@/components/ui/progress.tsx'
import { formatBytes, formatBytesOf } from '@/lib/format/bytes.ts'
import type { StepDto, StepProgress } from '@/lib/operations/schema.ts'
import { stepLabel } from '@/lib/operations/state.ts'

const icons = {
  running: <LoaderCircle aria-hidden className="size-4 animate-spin text-info" />,
  succeeded: <CircleCheck aria-hidden className="size-4 text-success" />,
  failed: <CircleX aria-hidden className="size-4 text-danger" />,
}
const words = { running: 'running', succeeded: 'done', failed: 'failed' }

function measured({ done, total, unit }: StepProgress): string {
  if (unit !== 'transactions') {
    return total === null ? formatBytes(done) : formatBytesOf(done, total)
  }
  return total === null ? `${done} transactions` : `${done} of ${total} transactions`
}

/** Steps of an operation in the order in which they began, with time, last message and numbers. */
export function StepList({ steps }: { steps: readonly StepDto[] }) {
  return (
    <ol className="space-y-2.5">
      {steps.map((step) => (
        <li key={step.position} className="flex gap-3">
          <span className="mt-0.5 shrink-0">{icons[step.status]}</span>
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className={step.status === 'running' ? 'font-medium' : undefined}>
                {stepLabel(step.name)}
                <span className="sr-only">: {words[step.status]}</span>
                {step.attempts > 1 && (
                  <span className="text-sm text-muted"> · attempt {step.attempts}</span>
                )}
              </span>
              <span className="font-mono text-xs text-muted">
                <Elapsed from={step.startedAt} until={step.endedAt} />
              </span>
            </p>
            {step.message && <p className="text-sm break-words text-muted">{step.message}</p>}
            {step.progress && (
              <div className="mt-1.5 flex items-center gap-3">
                {step.progress.total !== null && (
                  <Progress
                    label={stepLabel(step.name)}
                    value={step.progress.done}
                    max={step.progress.total}
                    valueText={measured(step.progress)}
                  />
                )}
                <span className="tabular text-xs whitespace-nowrap text-muted">
                  {measured(step.progress)}
                </span>
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
