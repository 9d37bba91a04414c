'use client'

import { Copy, EllipsisVertical, Pencil, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { ApplicationDto } from '@/lib/iam/applications/schema.ts'
import { copyId } from '../../_components/copy-id.ts'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'

const ApplicationSheet = dynamic(() =>
  import('./application-sheet.tsx').then((module) => module.ApplicationSheet),
)
const DeleteApplicationDialog = dynamic(() =>
  import('./delete-application-dialog.tsx').then((module) => module.DeleteApplicationDialog),
)

/** Everything that can be done with an application. */
export function ApplicationMenu({
  application,
  place,
}: {
  application: ApplicationDto
  place: 'list' | 'page'
}) {
  const whyDenied = useWhyDenied()
  const trigger = useRef<HTMLButtonElement>(null)
  const [dialog, setDialog] = useState<{ name: 'edit' | 'delete'; open: boolean }>()
  const onOpenChange = (open: boolean) => setDialog((shown) => shown && { ...shown, open })
  const shared = { application, onOpenChange, returnFocus: trigger }
  return (
    <>
      <Menu
        label={`Actions for ${application.name}`}
        trigger={
          <Button
            ref={trigger}
            variant={place === 'list' ? 'ghost' : 'secondary'}
            size="icon"
            className={place === 'page' ? '!size-9' : undefined}
            aria-label={`Actions for ${application.name}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem
          icon={<Pencil aria-hidden />}
          disabledReason={whyDenied('application.update')}
          onSelect={() => setDialog({ name: 'edit', open: true })}
        >
          Edit application
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyId(application.id)}>
          Copy ID
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={whyDenied('application.delete')}
          onSelect={() => setDialog({ name: 'delete', open: true })}
        >
          Delete application
        </MenuItem>
      </Menu>
      {dialog?.name === 'edit' && <ApplicationSheet {...shared} open={dialog.open} />}
      {dialog?.name === 'delete' && (
        <DeleteApplicationDialog {...shared} place={place} open={dialog.open} />
      )}
    </>
  )
}
