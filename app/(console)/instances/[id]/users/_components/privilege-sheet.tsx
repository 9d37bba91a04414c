'use client'

import { useState } from 'react'
import { Notice } from '@/components/feedback/notice.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import type { EngineName } from '@/lib/instances/engines.ts'
import type { PrivilegeDto, SettablePermission } from '@/lib/privileges/schema.ts'
import { explainPermission, permissionLabel } from '@/lib/privileges/state.ts'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { setPrivilegeAction } from '../actions.ts'

/** Why a privilege is custom or was not set, what differs, and the way back. */
export function PrivilegeSheet({
  instanceId,
  engine,
  privilege,
  disabledReason,
  open,
  onOpenChange,
}: {
  instanceId: string
  engine: EngineName
  privilege: PrivilegeDto
  disabledReason: string | null
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const refresh = useRefreshInside(instanceId)
  const [isSending, setSending] = useState(false)
  const { databaseName, userName, permission, setPermission, differences, failure } = privilege
  const base: SettablePermission = setPermission ?? 'none'
  const setAgain = async (level: SettablePermission) => {
    setSending(true)
    try {
      const input = { instanceId, databaseName, userName, permission: level }
      const result = await setPrivilegeAction(input)
      if (result.ok) onOpenChange(false)
      else notify.error({ title: 'Could not set privilege', detail: result.error.message })
    } catch {
      notify.error({ title: 'The console did not answer', detail: 'Check the connection.' })
    } finally {
      setSending(false)
      refresh()
    }
  }
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={`${userName} in ${databaseName}`}>
      <div className="space-y-5 p-4">
        {failure !== null && (
          <Notice tone="danger" title="The last change was not made">
            {failure}
          </Notice>
        )}
        {permission === 'custom' && (
          <section className="space-y-2">
            <h3 className="font-medium">Changed by SQL</h3>
            <p className="text-sm text-muted">
              {setPermission === null
                ? 'Nothing was set here. Compared with None, the user:'
                : `Set here: ${permissionLabel(setPermission)}. Compared with it, the user:`}
            </p>
            <ul className="list-disc space-y-1 pl-5 text-sm">
              {differences.map((line) => (
                <li key={line} className="break-words">
                  {line}
                </li>
              ))}
            </ul>
          </section>
        )}
        <section className="space-y-2">
          <h3 className="font-medium">{permissionLabel(base)}</h3>
          <p className="text-sm text-muted">{explainPermission(base, engine)}</p>
          <ReasonButton
            variant="primary"
            disabledReason={disabledReason}
            pending={isSending}
            onClick={() => void setAgain(base)}
          >
            Set {permissionLabel(base)} again
          </ReasonButton>
          <p className="text-sm text-muted">
            Whatever SQL has granted beyond it is revoked, and what is missing is granted.
          </p>
        </section>
        {failure !== null && permission !== 'custom' && permission !== base && (
          <ReasonButton
            disabledReason={disabledReason}
            pending={isSending}
            onClick={() => void setAgain(permission)}
          >
            Keep {permissionLabel(permission)}
          </ReasonButton>
        )}
      </div>
    </Sheet>
  )
}
