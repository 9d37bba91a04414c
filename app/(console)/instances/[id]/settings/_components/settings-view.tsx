'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { DataTable } from '@/components/table/data-table.tsx'
import { FilterBar } from '@/components/table/filter-bar.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { settingGroups } from '@/lib/settings/catalogue/definition.ts'
import { settingsQuery } from '@/lib/settings/query-options.ts'
import type { SettingDto, SettingsDto } from '@/lib/settings/schema.ts'
import { useInstancePermissions } from '../../../_components/use-instance-permissions.ts'
import { useInstance } from '../../_components/use-instance.ts'
import { withEdit, type Draft } from './draft.ts'
import { EditSheet } from './edit-sheet.tsx'
import { FixedCard } from './fixed-card.tsx'
import { ReviewSheet } from './review-sheet.tsx'
import { settingColumns } from './setting-columns.tsx'
import { SettingsNotices } from './settings-notices.tsx'

/** Everything about the settings of an instance. */
export function SettingsView({ instanceId }: { instanceId: string }) {
  const query = useQuery(settingsQuery(instanceId))
  const { data: instance } = useInstance(instanceId)
  if (query.data && instance) return <Settings instance={instance} data={query.data} />
  if (!query.error) return <Skeleton className="h-96 w-full" />
  const failure = failureOf(query.error)
  return (
    <ErrorNotice
      title="The settings could not be read"
      message={failure.message}
      requestId={failure.requestId}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  )
}

function Settings({ instance, data }: { instance: InstanceDto; data: SettingsDto }) {
  const { configure } = useInstancePermissions(instance)
  const { params } = useUrlState()
  const [draft, setDraft] = useState<Draft>({})
  const [edited, setEdited] = useState<SettingDto | null>(null)
  const [reviewing, setReviewing] = useState(false)
  const count = Object.keys(draft).length
  useUnsavedGuard(count > 0)
  const shown = data.settings.filter((setting) => isShown(setting, draft, params))
  return (
    <div className="space-y-6">
      <SettingsNotices instance={instance} data={data} />
      <Card
        title="Settings"
        description="The engine's parameters. Changes without a restart reach new queries within seconds."
        padded={false}
      >
        <FilterBar
          searchKey="q"
          searchLabel="Search settings"
          filters={[
            {
              key: 'group',
              label: 'Group',
              options: settingGroups
                .filter((group) => data.settings.some((setting) => setting.group === group))
                .map((group) => ({ value: group, label: group })),
            },
            {
              key: 'show',
              label: 'Show',
              options: [
                { value: 'changed', label: 'Changed' },
                { value: 'pending', label: 'Waiting for a restart' },
                { value: 'restart', label: 'Needs a restart' },
              ],
            },
          ]}
        />
        {shown.length === 0 ? (
          <EmptyState kind="filtered" title="No setting matches">
            Clear the search and the filters to see all {data.settings.length}.
          </EmptyState>
        ) : (
          <DataTable
            caption="Engine settings"
            columns={settingColumns({
              draft,
              disabledReason: configure,
              onEdit: setEdited,
              onReset: (setting) => setDraft(withEdit(draft, setting, null)),
            })}
            rows={shown}
            rowKey={({ name }) => name}
          />
        )}
      </Card>
      <FixedCard data={data} />
      {count > 0 && (
        <div className="sticky bottom-4 z-20 flex flex-wrap items-center gap-3 rounded-lg border border-border-strong bg-raised px-4 py-3 shadow-overlay">
          <p role="status" className="min-w-0 flex-1 font-medium">
            {count === 1 ? '1 change is not saved' : `${String(count)} changes are not saved`}
          </p>
          <Button onClick={() => setDraft({})}>Discard changes</Button>
          <Button variant="primary" onClick={() => setReviewing(true)}>
            Review changes
          </Button>
        </div>
      )}
      {edited && (
        <EditSheet
          setting={edited}
          draft={draft}
          onClose={() => setEdited(null)}
          onKeep={(value) => setDraft(withEdit(draft, edited, value))}
        />
      )}
      {reviewing && (
        <ReviewSheet
          data={data}
          draft={draft}
          onClose={() => setReviewing(false)}
          onSaved={() => setDraft({})}
        />
      )}
    </div>
  )
}

function isShown(
  setting: SettingDto,
  draft: Draft,
  params: { get: (key: string) => string | null },
): boolean {
  const text = (params.get('q') ?? '').toLowerCase()
  const group = params.get('group')
  const show = params.get('show')
  if (group && setting.group !== group) return false
  if (show === 'changed' && setting.ownValue === null && !(setting.name in draft)) return false
  if (show === 'pending' && !setting.isPending) return false
  if (show === 'restart' && setting.isHot) return false
  return `${setting.name} ${setting.description}`.toLowerCase().includes(text)
}
