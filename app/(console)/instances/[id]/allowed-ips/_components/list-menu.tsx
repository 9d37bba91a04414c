'use client'

import { EllipsisVertical, ListRestart, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { AllowedIpDto } from '@/lib/allowed-ips/schema.ts'
import { RemoveDialog } from './remove-dialog.tsx'

/** What can be done with the list as a whole. */
export function ListMenu({
  instanceId,
  rules,
  whyNotReplace,
  whyNotDelete,
  onReplace,
}: {
  instanceId: string
  rules: readonly AllowedIpDto[]
  whyNotReplace: string | null
  whyNotDelete: string | null
  onReplace: () => void
}) {
  const [removing, setRemoving] = useState<boolean | null>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Menu
        label="Actions for the list"
        trigger={
          <Button
            ref={trigger}
            size="icon"
            className="!size-9"
            aria-label="Actions for the list"
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem
          icon={<ListRestart aria-hidden />}
          disabledReason={whyNotReplace}
          onSelect={onReplace}
        >
          Replace all
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={whyNotDelete ?? (rules.length === 0 ? 'The list is empty.' : null)}
          onSelect={() => setRemoving(true)}
        >
          Remove all
        </MenuItem>
      </Menu>
      {removing !== null && (
        <RemoveDialog
          instanceId={instanceId}
          rules={rules}
          isEverything
          open={removing}
          onOpenChange={setRemoving}
          returnFocus={trigger}
        />
      )}
    </>
  )
}
