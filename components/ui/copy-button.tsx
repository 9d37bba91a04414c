'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { copyText } from './copy-text.ts'

/** Copies a text and says so, to the eye and to screen readers. */
export function CopyButton({
  text,
  label,
  showLabel = false,
}: {
  text: string
  /** What is copied, for example "Copy password". */
  label: string
  showLabel?: boolean
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [state])
  const said = state === 'failed' ? 'Copying failed. Select the text instead.' : 'Copied'
  return (
    <span className="inline-flex items-center">
      <Button
        variant={showLabel ? 'secondary' : 'ghost'}
        size={showLabel ? 'sm' : 'icon'}
        title={showLabel ? undefined : label}
        aria-label={showLabel ? undefined : label}
        onClick={() => {
          void copyText(text).then((copied) => setState(copied ? 'copied' : 'failed'))
        }}
        icon={
          state === 'copied' ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />
        }
      >
        {showLabel && label}
      </Button>
      <span role="status" className="sr-only">
        {state === 'idle' ? '' : said}
      </span>
    </span>
  )
}
