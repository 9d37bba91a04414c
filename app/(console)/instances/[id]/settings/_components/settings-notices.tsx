'use client'

import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { Notice } from '@/components/feedback/notice.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import type { SettingsDto } from '@/lib/settings/schema.ts'
import { RestartDialog } from '../../../_components/restart-dialog.tsx'
import { useInstancePermissions } from '../../../_components/use-instance-permissions.ts'

/** What happens to the last change: it is on its way, waits for a restart, or was taken back. */
export function SettingsNotices({ instance, data }: { instance: InstanceDto; data: SettingsDto }) {
  const permissions = useInstancePermissions(instance)
  const [restarting, setRestarting] = useState(false)
  const pending = data.settings.filter(({ isPending }) => isPending).map(({ name }) => name)
  return (
    <>
      {data.failure !== null && (
        <Notice tone="danger" title="The last change was taken back">
          <span className="font-mono text-sm break-words whitespace-pre-wrap">{data.failure}</span>
        </Notice>
      )}
      {data.isApplying && <Notice title="Applying">The last change is being applied.</Notice>}
      {!data.isApplying && pending.length > 0 && (
        <Notice
          tone="warning"
          title="Some settings wait for a restart"
          action={
            <ReasonButton
              icon={<RotateCw aria-hidden />}
              disabledReason={permissions.restart}
              onClick={() => setRestarting(true)}
            >
              Restart to apply
            </ReasonButton>
          }
        >
          <span className="font-mono text-sm">{pending.join(', ')}</span>
        </Notice>
      )}
      <RestartDialog instance={instance} open={restarting} onOpenChange={setRestarting} />
    </>
  )
}
