'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import type { FieldControl } from './field.tsx'

/** A list of short texts: Enter or a comma adds one, Backspace in the empty field takes the last. */
export function TagsInput({
  control,
  value,
  onChange,
  noun = 'tag',
}: {
  control: FieldControl
  value: readonly string[]
  onChange: (value: string[]) => void
  /** What one entry is called. */
  noun?: string
}) {
  const [text, setText] = useState('')
  const add = () => {
    const added = text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '' && !value.includes(tag))
    if (added.length > 0) onChange([...value, ...added])
    setText('')
  }
  return (
    <div className="space-y-2">
      <Input
        {...control}
        value={text}
        placeholder={`Type a ${noun} and press Enter`}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',') {
            event.preventDefault()
            add()
          } else if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1))
        }}
      />
      {value.length > 0 && (
        <ul
          aria-label={`${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`}
          className="flex flex-wrap gap-1.5"
        >
          {value.map((tag) => (
            <li
              key={tag}
              className="inline-flex h-6 max-w-full items-center rounded-full border border-border bg-sunken pl-2.5 text-xs"
            >
              <span className="truncate">{tag}</span>
              <button
                type="button"
                aria-label={`Remove ${noun} ${tag}`}
                onClick={() => onChange(value.filter((other) => other !== tag))}
                className="ml-0.5 inline-flex size-6 items-center justify-center rounded-full text-muted hover:text-text"
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
