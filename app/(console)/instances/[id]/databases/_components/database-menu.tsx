'use client'

import { Copy, EllipsisVertical, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { copyText } from '@/components/ui/copy-text.ts'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { DatabaseDto } from '@/lib/databases/schema.ts'
import { canDatabase } from '@/lib/databases/state.ts'
import { formatBytes } from '@/lib/format/bytes.ts'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { deleteDatabaseAction } from '../actions.ts'

/** What can be done with one database. */
export function DatabaseMenu({
  instance,
  database,
  whyNotDelete,
}: {
  instance: { id: string }
  database: DatabaseDto
  whyNotDelete: string | null
}) {
  const [isDeleting, setDeleting] = useState<boolean | null>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const refresh = useRefreshInside(instance.id)
  const { name } = database
  const permitted = canDatabase.delete(database)
  return (
    <>
      <Menu
        label={`Actions for ${name}`}
        trigger={
          <Button
            ref={trigger}
            variant="ghost"
            size="icon"
            aria-label={`Actions for ${name}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyText(name)}>
          Copy name
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={whyNotDelete ?? (permitted.allowed ? null : permitted.reason)}
          onSelect={() => setDeleting(true)}
        >
          Delete database
        </MenuItem>
      </Menu>
      {isDeleting !== null && (
        <DangerDialog
          open={isDeleting}
          onOpenChange={setDeleting}
          returnFocus={trigger}
          title={`Delete ${name}?`}
          effect="Its open connections are ended at once, and its data cannot be brought back."
          confirmLabel="Delete database"
          danger={{
            level: 'destructive',
            name,
            lost: [
              `Everything in it: ${formatBytes(database.sizeBytes)}`,
              'What users may do in it',
            ],
            kept: ['The users of the instance', 'The other databases'],
          }}
          onConfirm={async (confirmName) => {
            const result = await deleteDatabaseAction({
              instanceId: instance.id,
              name,
              confirmName,
            })
            if (result.ok) {
              notify.success({ title: `Deleting ${name}` })
              refresh()
            }
            return result
          }}
        />
      )}
    </>
  )
}
