'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Notice } from '@/components/feedback/notice.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import type { ActionError } from '@/lib/core/result.ts'
import { settingKeys } from '@/lib/settings/query-options.ts'
import type { SettingDto, SettingsDto } from '@/lib/settings/schema.ts'
import { settingWarnings } from '@/lib/settings/warnings.ts'
import { useRefreshInstances } from '../../../_components/use-refresh-instances.ts'
import { updateSettingsAction } from '../actions.ts'
import { draftedValue, wantedValue, withUnit, type Draft } from './draft.ts'

const restartChoices = [
  {
    value: 'now',
    title: 'Restart now',
    detail: 'All connections are closed; new ones wait until the engine is back, seconds later.',
  },
  {
    value: 'later',
    title: 'Restart later',
    detail: 'What needs no restart applies now, the rest at the next restart.',
  },
]

/** The difference that saving makes, what is dangerous about it, and when a restart comes. */
export function ReviewSheet({
  data,
  draft,
  onClose,
  onSaved,
}: {
  data: SettingsDto
  draft: Draft
  onClose: () => void
  onSaved: () => void
}) {
  const client = useQueryClient()
  const refresh = useRefreshInstances()
  const [restart, setRestart] = useState<'now' | 'later'>('now')
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<ActionError | null>(null)
  const changed = data.settings.filter(({ name }) => name in draft)
  const needsRestart = changed.some(({ isHot }) => !isHot)
  const after = new Map(
    data.settings.map((setting) => [setting.name, draftedValue(setting, draft)]),
  )
  const names = new Set(changed.map(({ name }) => name))
  const warnings = settingWarnings(data.engine, data.memoryBytes, after).filter((warning) =>
    warning.names.some((name) => names.has(name)),
  )
  const save = async () => {
    setPending(true)
    setFailure(null)
    try {
      const result = await updateSettingsAction({
        instanceId: data.instanceId,
        mode: 'merge',
        settings: changed.flatMap(({ name }) => {
          const value = draft[name]
          return typeof value === 'string' ? [{ name, value }] : []
        }),
        settingNames: changed.filter(({ name }) => draft[name] === null).map(({ name }) => name),
        restart: needsRestart ? restart : 'now',
      })
      if (!result.ok) {
        setFailure(result.error)
        return
      }
      notify.success({ title: 'Saved. Applying the settings' })
      onSaved()
      onClose()
      refresh()
      void client.invalidateQueries({ queryKey: settingKeys.of(data.instanceId) })
    } catch {
      const message = 'The console did not answer. Check the connection and try again.'
      setFailure({ code: 'unavailable', message, requestId: '' })
    } finally {
      setPending(false)
    }
  }
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title="Review changes">
      <div className="space-y-5 p-4">
        <ul className="divide-y divide-border rounded-lg border border-border">
          {changed.map((setting) => (
            <Change key={setting.name} setting={setting} draft={draft} />
          ))}
        </ul>
        {warnings.map(({ message }) => (
          <Notice key={message} tone="warning">
            {message}
          </Notice>
        ))}
        {needsRestart && (
          <div className="space-y-2">
            <p id="restart-when" className="font-medium">
              Some changes need a restart
            </p>
            <RadioCards
              name="restart"
              aria-labelledby="restart-when"
              columns="grid-cols-1"
              value={restart}
              options={restartChoices}
              onChange={(value) => setRestart(value === 'later' ? 'later' : 'now')}
            />
          </div>
        )}
        {failure && (
          <ErrorNotice
            title="Could not save changes"
            message={failure.message}
            requestId={failure.requestId || undefined}
          />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={() => void save()}>
            Save changes
          </Button>
        </div>
      </div>
    </Sheet>
  )
}

function Change({ setting, draft }: { setting: SettingDto; draft: Draft }) {
  const isReset = draft[setting.name] === null
  return (
    <li className="space-y-1 p-3">
      <p className="font-mono text-sm font-medium break-all">{setting.name}</p>
      <p className="font-mono text-sm break-all">
        <span className="text-muted line-through">{withUnit(setting, wantedValue(setting))}</span>
        <span aria-hidden> → </span>
        <span className="sr-only"> becomes </span>
        {withUnit(setting, draftedValue(setting, draft))}
        {isReset && <span className="text-muted"> (default)</span>}
      </p>
      <p className="text-xs text-muted">{setting.isHot ? 'At once' : 'After a restart'}</p>
    </li>
  )
}
