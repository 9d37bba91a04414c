'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, UserRoundPlus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { DataTable, TableSkeleton } from '@/components/table/data-table.tsx'
import { parseSort, type Sort } from '@/components/table/sort.ts'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { allowedIpsQuery } from '@/lib/allowed-ips/query-options.ts'
import { maxAllowedIps, type AllowedIpListDto } from '@/lib/allowed-ips/schema.ts'
import { formatCount } from '@/lib/format/count.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { useInstance } from '../../_components/use-instance.ts'
import { rulesText } from '../rules-text.ts'
import { Enforcement } from './enforcement.tsx'
import { ListMenu } from './list-menu.tsx'
import { ListNotices } from './list-notices.tsx'
import { RefusedCard } from './refused-card.tsx'
import { ruleColumns, sortRules } from './rule-columns.tsx'
import { RulesSheet } from './rules-sheet.tsx'
import { useAllowedIpPermissions } from './use-allowed-ip-permissions.ts'

const asAdded: Sort = { key: 'added', direction: 'asc' }
const frame = 'rounded-lg border border-border bg-surface shadow-raised'

export function AllowedIpsView({ instanceId }: { instanceId: string }) {
  const { data: instance } = useInstance(instanceId)
  const query = useQuery(allowedIpsQuery(instanceId))
  if (!instance) return null
  if (query.data) {
    return (
      <Loaded
        instance={instance}
        list={query.data}
        freshness={
          <Freshness
            updatedAt={query.dataUpdatedAt}
            failing={query.error !== null || query.failureCount > 0}
            onRetry={() => void query.refetch()}
          />
        }
      />
    )
  }
  if (query.error) {
    const failure = failureOf(query.error)
    return (
      <ErrorNotice
        title="The allowed IPs could not be read"
        message={failure.message}
        requestId={failure.requestId}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  const nobody = { instanceId, total: 0, whyNotUpdate: '', whyNotDelete: '' }
  return (
    <div className={frame}>
      <TableSkeleton caption="Allowed IPs" columns={ruleColumns([], nobody)} />
    </div>
  )
}

function Loaded({
  instance,
  list,
  freshness,
}: {
  instance: InstanceDto
  list: AllowedIpListDto
  freshness: ReactNode
}) {
  const permissions = useAllowedIpPermissions(instance)
  const { params } = useUrlState()
  const [sheet, setSheet] = useState({ mode: 'add' as 'add' | 'replace', text: '', open: false })
  const { rules, ownCidr } = list
  const isFull = rules.length >= maxAllowedIps
  const whyNotAdd =
    permissions.create ?? (isFull ? `An instance has at most ${maxAllowedIps} allowed IPs.` : null)
  const isOwnListed = rules.some(({ cidr }) => cidr === ownCidr)
  const show = (text: string) => setSheet({ mode: 'add', text, open: true })
  const sort = parseSort(params.get('sort'), asAdded)
  const context = {
    instanceId: instance.id,
    total: rules.length,
    whyNotUpdate: permissions.update,
    whyNotDelete: permissions.delete,
  }
  const addButtons = (
    <>
      {ownCidr && (
        <ReasonButton
          icon={<UserRoundPlus aria-hidden />}
          disabledReason={whyNotAdd ?? (isOwnListed ? 'Your address is on the list.' : null)}
          onClick={() => show(`${ownCidr} My address`)}
        >
          Add my address
        </ReasonButton>
      )}
      <ReasonButton
        variant="primary"
        icon={<Plus aria-hidden />}
        disabledReason={whyNotAdd}
        onClick={() => show('')}
      >
        Add allowed IPs
      </ReasonButton>
    </>
  )
  return (
    <div className="space-y-6">
      <ListNotices list={list} />
      <div className={frame}>
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-border px-4 py-2.5">
          <div className="min-w-0 flex-1 basis-56">
            <h2 className="font-semibold">Allowed IPs</h2>
            <p className="text-sm text-muted">
              Who may connect to the public endpoint. Changes cut nobody who stays allowed.
            </p>
          </div>
          <span role="status">
            <Enforcement list={list} />
          </span>
          <span className="flex flex-wrap gap-2">
            {rules.length > 0 && addButtons}
            <ListMenu
              instanceId={instance.id}
              rules={rules}
              whyNotReplace={permissions.replace}
              whyNotDelete={permissions.delete}
              onReplace={() => setSheet({ mode: 'replace', text: rulesText(rules), open: true })}
            />
          </span>
        </header>
        {rules.length === 0 ? (
          <EmptyState kind="nothing" title="Nobody is allowed" action={addButtons}>
            Every connection to the public endpoint is refused. Add the addresses of those who shall
            connect.
          </EmptyState>
        ) : (
          <DataTable
            caption="Allowed IPs"
            columns={ruleColumns(list.families, context)}
            rows={sortRules(rules, sort)}
            rowKey={({ id }) => id}
            sort={sort}
          />
        )}
        <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2">
          <p className="text-xs text-muted">
            {formatCount(rules.length, 'rule')} of {maxAllowedIps}. A connection counts at the most
            specific rule.
          </p>
          {freshness}
        </footer>
      </div>
      <RefusedCard list={list} whyNotAllow={whyNotAdd} onAllow={(address) => show(address)} />
      <RulesSheet
        instanceId={instance.id}
        mode={sheet.mode}
        initialText={sheet.text}
        ownCidr={ownCidr}
        open={sheet.open}
        onOpenChange={(open) => setSheet({ ...sheet, open })}
      />
    </div>
  )
}
