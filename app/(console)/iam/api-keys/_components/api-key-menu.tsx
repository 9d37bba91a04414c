'use client'

import { Copy, EllipsisVertical, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { copyText } from '@/components/ui/copy-text.ts'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { ApiKeyDto } from '@/lib/iam/api-keys/schema.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { deleteApiKeyAction } from '../actions.ts'

async function copyKey(accessKey: string): Promise<void> {
  if (await copyText(accessKey)) notify.success({ title: 'Copied access key', detail: accessKey })
  else notify.error({ title: 'Could not copy access key', detail: accessKey })
}

export function ApiKeyMenu({ apiKey }: { apiKey: ApiKeyDto }) {
  const { memberId, whyDenied } = useAccess()
  const [open, setOpen] = useState<boolean | null>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const { accessKey, bearer, description } = apiKey
  const isOwn = bearer.id === memberId
  const label = `Actions for ${accessKey}`
  return (
    <>
      <Menu
        label={label}
        trigger={
          <Button
            ref={trigger}
            variant="ghost"
            size="icon"
            aria-label={label}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyKey(accessKey)}>
          Copy access key
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={isOwn ? null : whyDenied(null, 'api_key.delete')}
          onSelect={() => setOpen(true)}
        >
          Revoke key
        </MenuItem>
      </Menu>
      {open !== null && (
        <RevokeDialog
          apiKey={apiKey}
          open={open}
          onOpenChange={setOpen}
          returnFocus={trigger}
          what={description || accessKey}
        />
      )}
    </>
  )
}

function RevokeDialog({
  apiKey,
  what,
  ...dialog
}: Pick<Parameters<typeof DangerDialog>[0], 'open' | 'onOpenChange' | 'returnFocus'> & {
  apiKey: ApiKeyDto
  what: string
}) {
  const refresh = useRefreshIam()
  const { accessKey, bearer } = apiKey
  return (
    <DangerDialog
      {...dialog}
      title={`Revoke the key ${what}?`}
      effect={
        <>
          Every program that uses <span className="font-mono text-sm break-all">{accessKey}</span>{' '}
          of {bearer.name} is refused from its next request on. A revoked key cannot be brought
          back; make a new one instead.
        </>
      }
      confirmLabel="Revoke key"
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const result = await deleteApiKeyAction({ accessKey })
        if (result.ok) {
          notify.success({ title: `Revoked ${accessKey}` })
          refresh()
        }
        return result
      }}
    />
  )
}
