'use client'

import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import type { AllowedIpDto } from '@/lib/allowed-ips/schema.ts'
import { formatCount } from '@/lib/format/count.ts'
import { deleteAllowedIpsAction } from '../actions.ts'
import { useRefreshAllowedIps } from './use-refresh-allowed-ips.ts'

/** Takes rules off the list: one, or all of them. */
export function RemoveDialog({
  instanceId,
  rules,
  isEverything,
  open,
  onOpenChange,
  returnFocus,
}: {
  instanceId: string
  rules: readonly AllowedIpDto[]
  /** Nothing is left on the list afterwards. */
  isEverything: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
}) {
  const refresh = useRefreshAllowedIps(instanceId)
  const [only] = rules
  const name = rules.length === 1 && only ? only.cidr : 'all allowed IPs'
  const connections = rules.reduce((sum, rule) => sum + rule.connections, 0)
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Remove ${name}?`}
      effect={
        <>
          <p>{effectOn(connections, isEverything)}</p>
          {isEverything && (
            <p className="mt-2 font-medium text-text">
              The list is empty then: nobody can connect to the public endpoint. The instance and
              its data stay.
            </p>
          )}
        </>
      }
      confirmLabel={isEverything ? 'Remove and shut everyone out' : 'Remove allowed IP'}
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const result = await deleteAllowedIpsAction({
          instanceId,
          cidrs: rules.map(({ cidr }) => cidr),
        })
        if (result.ok) {
          notify.success({ title: `Removed ${name}` })
          refresh()
        }
        return result
      }}
    />
  )
}

function effectOn(connections: number, isEverything: boolean): string {
  const refused = 'New connections are refused at once.'
  if (connections === 0) return `${refused} No open connection was let in by it when last seen.`
  const counted = formatCount(connections, 'open connection')
  const cut = `${counted} that it let in ${connections === 1 ? 'is' : 'are'} cut`
  return `${refused} ${cut}${isEverything ? '.' : ', unless another rule allows the address.'}`
}
