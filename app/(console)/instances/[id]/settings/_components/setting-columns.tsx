'use client'

import { clsx } from 'clsx'
import { Pencil, RotateCcw } from 'lucide-react'
import type { Column } from '@/components/table/columns.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { missing } from '@/lib/format/bytes.ts'
import type { SettingDto } from '@/lib/settings/schema.ts'
import { draftedValue, withUnit, type Draft } from './draft.ts'

const valueClass = 'block max-w-56 font-mono text-sm break-all'

/** Columns of the table of settings; on phones the value and its button stay. */
export function settingColumns({
  draft,
  disabledReason,
  onEdit,
  onReset,
}: {
  draft: Draft
  disabledReason: string | null
  onEdit: (setting: SettingDto) => void
  onReset: (setting: SettingDto) => void
}): Column<SettingDto>[] {
  return [
    {
      key: 'name',
      header: 'Setting',
      className: 'min-w-48',
      cell: (setting) => (
        <>
          <span className="block font-mono text-sm font-medium break-all">{setting.name}</span>
          <span className="block max-w-xl text-sm text-muted">{setting.description}</span>
        </>
      ),
    },
    {
      key: 'current',
      header: 'Current',
      from: 'sm',
      cell: (setting) => (
        <span className={valueClass}>
          {setting.observedValue === null ? missing : withUnit(setting, setting.observedValue)}
        </span>
      ),
    },
    {
      key: 'default',
      header: 'Default',
      from: 'lg',
      cell: (setting) => (
        <>
          <span className={clsx(valueClass, 'text-muted')}>
            {withUnit(setting, setting.baseValue)}
          </span>
          {setting.followsNode && <span className="text-xs text-muted">follows the node</span>}
        </>
      ),
    },
    {
      key: 'own',
      header: 'Your value',
      cell: (setting) => <OwnValue setting={setting} draft={draft} />,
    },
    {
      key: 'effect',
      header: 'Takes effect',
      from: 'md',
      cell: (setting) =>
        setting.isHot ? (
          <span className="text-sm whitespace-nowrap text-muted">At once</span>
        ) : (
          <span className="text-sm whitespace-nowrap">After a restart</span>
        ),
    },
    {
      key: 'actions',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      cell: (setting) => (
        <span className="inline-flex gap-1">
          {(setting.ownValue !== null || setting.name in draft) && draft[setting.name] !== null && (
            <ReasonButton
              size="icon"
              variant="ghost"
              aria-label={`Reset ${setting.name} to its default`}
              disabledReason={disabledReason}
              icon={<RotateCcw aria-hidden />}
              onClick={() => onReset(setting)}
            />
          )}
          <ReasonButton
            size="icon"
            variant="ghost"
            aria-label={`Edit ${setting.name}`}
            disabledReason={disabledReason}
            icon={<Pencil aria-hidden />}
            onClick={() => onEdit(setting)}
          />
        </span>
      ),
    },
  ]
}

function OwnValue({ setting, draft }: { setting: SettingDto; draft: Draft }) {
  const isEdited = setting.name in draft
  if (!isEdited && setting.ownValue === null) return <span className="text-muted">{missing}</span>
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <span className={valueClass}>
        {draft[setting.name] === null ? 'Default' : withUnit(setting, draftedValue(setting, draft))}
      </span>
      {isEdited && <Badge tone="accent">Not saved</Badge>}
      {setting.isPending && <Badge tone="warning">Waits for a restart</Badge>}
    </span>
  )
}
