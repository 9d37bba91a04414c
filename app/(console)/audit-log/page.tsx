import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { listAuditEntries } from '@/lib/audit/queries.ts'
import { auditKeys } from '@/lib/audit/query-options.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { requireMember } from '../session.ts'
import { AuditView } from './_components/audit-view.tsx'
import { ExportMenu } from './_components/export-menu.tsx'
import { auditInputFrom } from './audit-input.ts'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditLogPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  await requireMember()
  const parameters = await searchParams
  const input = auditInputFrom((key) => {
    const value = parameters[key]
    return typeof value === 'string' ? value : null
  })
  return (
    <>
      <PageHeader title="Audit log" actions={<ExportMenu />} />
      <Hydrate reads={[[auditKeys.list(input), await runQuery(listAuditEntries, input)]]}>
        <AuditView />
      </Hydrate>
    </>
  )
}
