import { Readable } from 'node:stream'
import { consoleContext } from '@/lib/auth/context.ts'
import { exportAuditEntries } from '@/lib/audit/commands/export.ts'
import { auditCsv, auditJson } from '@/lib/audit/export.ts'
import { readAuditEntries } from '@/lib/audit/queries.ts'
import type { ExportAuditEntriesInput } from '@/lib/audit/schema.ts'
import { runForResult } from '@/lib/core/action.ts'
import { inputFrom, respond } from '../../respond.ts'

const contentTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json' }

/** The entries that the filters show, as a file that is written while it is read. */
export async function GET(request: Request): Promise<Response> {
  const context = await consoleContext()
  const input = inputFrom(request.url) as ExportAuditEntriesInput
  const asked = await runForResult(exportAuditEntries, context, input)
  if (!asked.ok) return respond(asked)
  const { format, ...filters } = asked.data
  const entries = readAuditEntries(context, filters)
  const body = format === 'csv' ? auditCsv(entries) : auditJson(entries)
  return new Response(Readable.toWeb(body) as ReadableStream, {
    headers: {
      'content-type': contentTypes[format],
      'content-disposition': `attachment; filename="holdfast-audit-log.${format}"`,
      'cache-control': 'no-store',
    },
  })
}
