'use client'

import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Button } from '@/components/ui/button.tsx'
import type { AuditPage } from '@/lib/audit/schema.ts'

/** Newer and older pages of the log; the place is in the address. */
export function CursorPages({ page, isNewest }: { page: AuditPage; isNewest: boolean }) {
  const { set } = useUrlState()
  const { newer, older } = page
  if (isNewest && older === null) return null
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      <Button
        size="sm"
        disabled={isNewest}
        onClick={() => set({ before: null, after: null })}
        icon={<ChevronsLeft aria-hidden />}
      >
        Newest
      </Button>
      <Button
        size="sm"
        disabled={newer === null}
        onClick={() => set({ after: newer, before: null })}
        icon={<ChevronLeft aria-hidden />}
      >
        Newer
      </Button>
      <Button
        size="sm"
        disabled={older === null}
        onClick={() => set({ before: older, after: null })}
      >
        Older
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  )
}
