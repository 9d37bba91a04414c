'use client'

import { Info } from 'lucide-react'
import { useState } from 'react'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { Select } from '@/components/ui/select.tsx'
import { Tooltip } from '@/components/ui/tooltip.tsx'
import {
  settablePermissions,
  type PrivilegeDto,
  type SettablePermission,
} from '@/lib/privileges/schema.ts'
import { permissionLabel } from '@/lib/privileges/state.ts'
import { InsideStatusBadge } from '../../_inside/inside-status.tsx'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { setPrivilegeAction } from '../actions.ts'

/** What one user may do in one database, changed in place. */
export function PrivilegeCell({
  instanceId,
  privilege,
  disabledReason,
  onExplain,
}: {
  instanceId: string
  privilege: PrivilegeDto
  disabledReason: string | null
  onExplain: () => void
}) {
  const refresh = useRefreshInside(instanceId)
  const [isSending, setSending] = useState(false)
  const { databaseName, userName, permission, status } = privilege
  const change = async (next: SettablePermission) => {
    setSending(true)
    try {
      const input = { instanceId, databaseName, userName, permission: next }
      const result = await setPrivilegeAction(input)
      if (!result.ok)
        notify.error({ title: 'Could not set privilege', detail: result.error.message })
    } catch {
      notify.error({ title: 'The console did not answer', detail: 'Check the connection.' })
    } finally {
      setSending(false)
      refresh()
    }
  }
  const label = `${userName} in ${databaseName}`
  const select = (
    <Select
      className="w-40 shrink-0"
      aria-label={label}
      value={permission}
      disabled={disabledReason !== null || isSending}
      onChange={(event) => {
        const next = settablePermissions.find((known) => known === event.target.value)
        if (next !== undefined) void change(next)
      }}
    >
      {permission === 'custom' && <option value="custom">{permissionLabel('custom')}</option>}
      {settablePermissions.map((level) => (
        <option key={level} value={level}>
          {permissionLabel(level)}
        </option>
      ))}
    </Select>
  )
  return (
    <span className="flex items-center gap-2">
      {disabledReason === null ? (
        select
      ) : (
        <Tooltip content={disabledReason}>
          <span tabIndex={0} role="group" aria-label={`${label}: ${disabledReason}`}>
            {select}
          </span>
        </Tooltip>
      )}
      {(permission === 'custom' || status === 'failed') && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Explain ${label}`}
          title="Explain"
          icon={<Info aria-hidden />}
          onClick={onExplain}
        />
      )}
      {status !== 'ready' && <InsideStatusBadge status={status} failure={privilege.failure} />}
    </span>
  )
}
