'use client'

import { Sheet } from '@/components/ui/sheet.tsx'
import { NavList } from './nav-list.tsx'

/** The navigation on small screens. */
export function Drawer({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Navigation" side="left">
      <div className="p-3">
        <NavList onNavigate={() => onOpenChange(false)} />
      </div>
    </Sheet>
  )
}
