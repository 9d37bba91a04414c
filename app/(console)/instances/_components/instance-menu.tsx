'use client'

import { Copy, EllipsisVertical, Pencil, RotateCw, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { copyText } from '@/components/ui/copy-text.ts'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { useInstancePermissions } from './use-instance-permissions.ts'

// Dialogs come when first asked for: most visits to a list open none.
const RestartDialog = dynamic(() =>
  import('./restart-dialog.tsx').then((module) => module.RestartDialog),
)
const DeleteDialog = dynamic(() =>
  import('./delete-dialog.tsx').then((module) => module.DeleteDialog),
)
const EditSheet = dynamic(() => import('./edit-sheet.tsx').then((module) => module.EditSheet))

async function copyId(id: string): Promise<void> {
  if (await copyText(id)) notify.success({ title: 'Copied ID', detail: id })
  else notify.error({ title: 'Could not copy ID', detail: id })
}

/** Everything that can be done with an instance; on its own page restarting has a button as well. */
export function InstanceMenu({
  instance,
  place,
}: {
  instance: InstanceDto
  place: 'list' | 'page'
}) {
  const permissions = useInstancePermissions(instance)
  const [dialog, setDialog] = useState<{ name: 'restart' | 'delete' | 'edit'; open: boolean }>()
  const trigger = useRef<HTMLButtonElement>(null)
  const show = (name: 'restart' | 'delete' | 'edit') => setDialog({ name, open: true })
  const onOpenChange = (open: boolean) => setDialog((shown) => shown && { ...shown, open })
  const shared = { instance, onOpenChange, returnFocus: trigger }
  return (
    <>
      <Menu
        label={`Actions for ${instance.name}`}
        trigger={
          <Button
            ref={trigger}
            variant={place === 'list' ? 'ghost' : 'secondary'}
            size="icon"
            className={place === 'page' ? '!size-9' : undefined}
            aria-label={`Actions for ${instance.name}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        {place === 'list' && (
          <MenuItem
            icon={<RotateCw aria-hidden />}
            disabledReason={permissions.restart}
            onSelect={() => show('restart')}
          >
            Restart instance
          </MenuItem>
        )}
        <MenuItem
          icon={<Pencil aria-hidden />}
          disabledReason={permissions.update}
          onSelect={() => show('edit')}
        >
          Edit name and tags
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyId(instance.id)}>
          Copy ID
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={permissions.delete}
          onSelect={() => show('delete')}
        >
          Delete instance
        </MenuItem>
      </Menu>
      {dialog?.name === 'restart' && <RestartDialog {...shared} open={dialog.open} />}
      {dialog?.name === 'delete' && <DeleteDialog {...shared} open={dialog.open} />}
      {dialog?.name === 'edit' && <EditSheet {...shared} open={dialog.open} />}
    </>
  )
}
