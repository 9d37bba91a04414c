'use client'

import { useId } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

/**
 * A button that stays in place and focusable when it may not be used, and tells why: in a tooltip on
 * hover, focus and touch, and as its description to screen readers.
 */
export function ReasonButton({
  disabledReason,
  ...props
}: ButtonProps & { disabledReason: string | null }) {
  const reasonId = useId()
  if (disabledReason === null) return <Button {...props} />
  const { type: _type, onClick: _onClick, ...inert } = props
  return (
    <>
      <Tooltip content={disabledReason}>
        <Button {...inert} aria-disabled aria-describedby={reasonId} />
      </Tooltip>
      <span id={reasonId} hidden>
        {disabledReason}
      </span>
    </>
  )
}
