'use client'

import { ArrowRightLeft, Copy, EllipsisVertical, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { copyText } from '@/components/ui/copy-text.ts'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { EndpointDto, InstanceDto } from '@/lib/instances/schema.ts'
import { MoveSheet } from './move-sheet.tsx'
import { RemoveEndpointDialog } from './remove-endpoint-dialog.tsx'
import { useEndpointPermissions } from './use-endpoint-permissions.ts'

async function copyId(id: string): Promise<void> {
  if (await copyText(id)) notify.success({ title: 'Copied ID', detail: id })
  else notify.error({ title: 'Could not copy ID', detail: id })
}

/** What can be done with one endpoint. */
export function EndpointMenu({
  instance,
  endpoint,
}: {
  instance: InstanceDto
  endpoint: EndpointDto
}) {
  const permissions = useEndpointPermissions(instance)
  const [dialog, setDialog] = useState<{ name: 'move' | 'remove'; open: boolean }>()
  const trigger = useRef<HTMLButtonElement>(null)
  const onOpenChange = (open: boolean) => setDialog((shown) => shown && { ...shown, open })
  const shared = { instance, endpoint, onOpenChange, returnFocus: trigger }
  const leaving = endpoint.state === 'closing' ? 'This endpoint is being removed.' : null
  const label = `Actions for ${endpoint.host} port ${endpoint.port}`
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
        <MenuItem
          icon={<ArrowRightLeft aria-hidden />}
          disabledReason={permissions.migrate ?? leaving}
          onSelect={() => setDialog({ name: 'move', open: true })}
        >
          Move endpoint
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyId(endpoint.id)}>
          Copy ID
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={permissions.delete ?? leaving}
          onSelect={() => setDialog({ name: 'remove', open: true })}
        >
          Remove endpoint
        </MenuItem>
      </Menu>
      {dialog?.name === 'move' && <MoveSheet {...shared} open={dialog.open} />}
      {dialog?.name === 'remove' && <RemoveEndpointDialog {...shared} open={dialog.open} />}
    </>
  )
}
