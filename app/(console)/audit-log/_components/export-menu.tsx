'use client'

import { Braces, Download, FileSpreadsheet } from 'lucide-react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem } from '@/components/ui/dropdown-menu.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { auditFiltersFrom, exportHref } from '../audit-input.ts'

/** Takes what the filters show along, as a file. */
export function ExportMenu() {
  const { params } = useUrlState()
  const { organization, projects, whyDenied } = useAccess()
  const reason = whyDenied(null, 'audit.export')
  const mayHere = projects.some(({ allowedActions }) => allowedActions.includes('audit.export'))
  if (reason !== null && !mayHere) {
    return (
      <ReasonButton disabledReason={reason} icon={<Download aria-hidden />}>
        Export
      </ReasonButton>
    )
  }
  const download = (format: 'csv' | 'json') => {
    const filters = auditFiltersFrom((key) => params.get(key))
    const link = document.createElement('a')
    link.href = exportHref(organization.id, format, filters)
    link.download = `holdfast-audit-log.${format}`
    link.click()
  }
  return (
    <Menu label="Export" trigger={<Button icon={<Download aria-hidden />}>Export</Button>}>
      <MenuItem icon={<FileSpreadsheet aria-hidden />} onSelect={() => download('csv')}>
        As CSV, for spreadsheets
      </MenuItem>
      <MenuItem icon={<Braces aria-hidden />} onSelect={() => download('json')}>
        As JSON, for programs
      </MenuItem>
    </Menu>
  )
}
