import { clsx } from 'clsx'
import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'

export interface ButtonLook {
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger'
  size?: 'md' | 'sm' | 'icon'
}

const variants = {
  primary: 'bg-accent text-accent-text hover:bg-accent-hover',
  secondary: 'border border-border bg-surface text-text shadow-raised hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-danger-solid text-danger-text hover:bg-danger-hover',
}

const sizes = {
  md: 'h-9 gap-2 px-3.5',
  sm: 'h-7 gap-1.5 px-2.5 text-sm',
  icon: 'size-8 shrink-0',
}

/** Classes of a button, for links that look like one. */
export function buttonClass({ variant = 'secondary', size = 'md' }: ButtonLook = {}): string {
  return clsx(
    'inline-flex items-center justify-center rounded font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 [&_svg]:size-4 [&_svg]:shrink-0',
    'disabled:pointer-events-none disabled:opacity-50',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
    variants[variant],
    sizes[size],
  )
}

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** Work is under way: clicks are ignored, focus stays where it is. */
  pending?: boolean
  icon?: ReactNode
}

export function Button({
  variant,
  size,
  pending = false,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...props
}: ButtonProps) {
  return (
    <button
      {...props}
      type={pending ? 'button' : type}
      aria-disabled={pending || props['aria-disabled']}
      aria-busy={pending || undefined}
      onClick={pending ? undefined : onClick}
      className={clsx(buttonClass({ variant, size }), className)}
    >
      {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      {children}
    </button>
  )
}
