'use client'

import { useId, useState } from 'react'
import { Field } from '@/components/form/field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import { timeZones } from '@/lib/settings/catalogue/time-zones.ts'
import type { SettingDto } from '@/lib/settings/schema.ts'
import { rangeText, refuseValue } from '@/lib/settings/validate.ts'
import { choicesOf, draftedValue, withUnit, type Draft } from './draft.ts'

/** One setting being edited; keeping it changes nothing before the changes are saved. */
export function EditSheet({
  setting,
  draft,
  onClose,
  onKeep,
}: {
  setting: SettingDto
  draft: Draft
  onClose: () => void
  onKeep: (value: string | null) => void
}) {
  const [value, setValue] = useState(() => draftedValue(setting, draft))
  const [isTried, setTried] = useState(false)
  const refusal = refuseValue(setting, value)
  const range = rangeText(setting)
  const help = [range ? `${range}.` : null, `Default: ${withUnit(setting, setting.baseValue)}.`]
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={`Edit ${setting.name}`}>
      <form
        noValidate
        className="space-y-5 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (refusal) return
          onKeep(value)
          onClose()
        }}
      >
        <p className="text-muted">{setting.description}</p>
        <Field
          label={setting.unit ? `Value in ${setting.unit}` : 'Value'}
          name="value"
          help={help.filter(Boolean).join(' ')}
          errors={isTried && refusal ? [refusal.message] : undefined}
        >
          {(control) => (
            <ValueInput setting={setting} control={control} value={value} onChange={setValue} />
          )}
        </Field>
        <p className="text-sm text-muted">
          {setting.isHot
            ? 'The running engine takes the change.'
            : 'The change needs a restart of the engine, which closes connections for a moment.'}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Keep change
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

function ValueInput({
  setting,
  control,
  value,
  onChange,
}: {
  setting: SettingDto
  control: { id: string; name: string }
  value: string
  onChange: (value: string) => void
}) {
  const listId = useId()
  const choices = choicesOf(setting)
  if (choices) {
    return (
      <Select
        {...control}
        className="w-full"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </Select>
    )
  }
  const isZone = setting.name === 'timezone' || setting.name === 'default_time_zone'
  const isNumber = setting.type === 'INT' || setting.type === 'FLOAT'
  return (
    <>
      <Input
        {...control}
        value={value}
        className="font-mono"
        inputMode={isNumber ? 'decimal' : 'text'}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        list={isZone ? listId : undefined}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      {isZone && (
        <datalist id={listId}>
          {timeZones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      )}
    </>
  )
}
