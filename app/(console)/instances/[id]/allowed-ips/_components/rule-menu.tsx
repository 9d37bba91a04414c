'use client'

import { EllipsisVertical, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { AllowedIpDto } from '@/lib/allowed-ips/schema.ts'
import { EditRuleSheet } from './edit-rule-sheet.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

export interface RuleContext {
  instanceId: string
  /** How many rules the list has. */
  total: number
  whyNotUpdate: string | null
  whyNotDelete: string | null
}

/** What can be done with one rule. */
export function RuleMenu({ rule, context }: { rule: AllowedIpDto; context: RuleContext }) {
  const { instanceId, total, whyNotUpdate, whyNotDelete } = context
  const [dialog, setDialog] = useState<{ name: 'edit' | 'remove'; open: boolean }>()
  const trigger = useRef<HTMLButtonElement>(null)
  const onOpenChange = (open: boolean) => setDialog((shown) => shown && { ...shown, open })
  const shared = { instanceId, onOpenChange, returnFocus: trigger }
  return (
    <>
      <Menu
        label={`Actions for ${rule.cidr}`}
        trigger={
          <Button
            ref={trigger}
            variant="ghost"
            size="icon"
            aria-label={`Actions for ${rule.cidr}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem
          icon={<Pencil aria-hidden />}
          disabledReason={whyNotUpdate}
          onSelect={() => setDialog({ name: 'edit', open: true })}
        >
          Edit allowed IP
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={whyNotDelete}
          onSelect={() => setDialog({ name: 'remove', open: true })}
        >
          Remove allowed IP
        </MenuItem>
      </Menu>
      {dialog?.name === 'edit' && <EditRuleSheet {...shared} rule={rule} open={dialog.open} />}
      {dialog?.name === 'remove' && (
        <RemoveDialog {...shared} rules={[rule]} isEverything={total === 1} open={dialog.open} />
      )}
    </>
  )
}
