import { clsx } from 'clsx'

/** Look shared by text-like form controls. */
export const controlClass = clsx(
  'w-full rounded border border-border-strong bg-surface px-3 text-base text-text',
  'placeholder:text-muted hover:border-text/60',
  'focus-visible:border-focus focus-visible:outline-2 focus-visible:outline-offset-0',
  'aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-60',
)
