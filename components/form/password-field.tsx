'use client'

import { Dices, Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { FieldControl } from './field.tsx'
import { generatePassword } from './generate-password.ts'

/** A new password: generated, shown or hidden, copied. */
export function NewPasswordInput({
  control,
  value,
  onChange,
}: {
  control: FieldControl
  value: string
  onChange: (value: string) => void
}) {
  const [visible, setVisible] = useState(true)
  return (
    <div className="flex items-center gap-1">
      <Input
        {...control}
        type={visible ? 'text' : 'password'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="new-password"
        spellCheck={false}
        className="min-w-0 font-mono"
      />
      <Button
        variant="ghost"
        size="icon"
        aria-label={visible ? 'Hide password' : 'Show password'}
        title={visible ? 'Hide password' : 'Show password'}
        onClick={() => setVisible(!visible)}
        icon={visible ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      />
      <CopyButton text={value} label="Copy password" />
      <Button
        variant="ghost"
        size="icon"
        aria-label="Generate another password"
        title="Generate another password"
        onClick={() => onChange(generatePassword())}
        icon={<Dices aria-hidden />}
      />
    </div>
  )
}
