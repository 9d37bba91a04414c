'use client'

import { clsx } from 'clsx'
import * as Primitive from 'radix-ui/dropdown-menu'
import { useId, useState, type ReactElement, type ReactNode } from 'react'
import { overlayContainer } from './overlay-container.ts'

const itemClass = clsx(
  'relative flex min-h-8 items-start gap-2.5 rounded px-2.5 py-1.5 text-sm outline-none select-none',
  'data-highlighted:bg-hover [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted',
)

export function Menu({
  trigger,
  label,
  children,
  align = 'end',
}: {
  /** The button that opens the menu. */
  trigger: ReactElement
  label: string
  children: ReactNode
  align?: 'start' | 'end'
}) {
  // Drawn anew on opening: the main landmark of before a navigation may be gone by then.
  const [open, setOpen] = useState(false)
  return (
    <Primitive.Root modal={false} open={open} onOpenChange={setOpen}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={overlayContainer()}>
        <Primitive.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 min-w-52 rounded-lg border border-border bg-raised p-1 shadow-overlay duration-100 data-[state=open]:animate-in data-[state=open]:fade-in-0"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** An item stays reachable when disabled, so that its reason can be read. */
export function MenuItem({
  icon,
  children,
  onSelect,
  disabledReason = null,
  tone = 'normal',
}: {
  icon?: ReactNode
  children: ReactNode
  onSelect: () => void
  disabledReason?: string | null
  tone?: 'normal' | 'danger'
}) {
  const reasonId = useId()
  const disabled = disabledReason !== null
  return (
    <Primitive.Item
      aria-disabled={disabled || undefined}
      aria-describedby={disabled ? reasonId : undefined}
      onSelect={(event) => {
        if (disabled) event.preventDefault()
        else onSelect()
      }}
      className={clsx(
        itemClass,
        disabled ? 'cursor-not-allowed text-muted' : 'cursor-pointer',
        !disabled && tone === 'danger' && 'text-danger [&>svg]:text-danger',
      )}
    >
      {icon}
      <span className="min-w-0">
        <span className={clsx('block', disabled && 'opacity-80')}>{children}</span>
        {disabled && (
          <span id={reasonId} className="block text-xs text-muted">
            {disabledReason}
          </span>
        )}
      </span>
    </Primitive.Item>
  )
}

export function MenuSeparator() {
  return <Primitive.Separator className="my-1 h-px bg-border" />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-2.5 py-1.5 text-xs text-muted">{children}</Primitive.Label>
}

export function MenuRadioGroup({
  value,
  onChange,
  options,
}: {
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string; icon?: ReactNode }[]
}) {
  return (
    <Primitive.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Primitive.RadioItem
          key={option.value}
          value={option.value}
          className={clsx(itemClass, 'cursor-pointer data-[state=checked]:font-medium')}
        >
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <Primitive.ItemIndicator className="text-accent">●</Primitive.ItemIndicator>
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  )
}
