import { clsx } from 'clsx'

/** A grey shape in the size of what is coming; hidden from screen readers. */
export function Skeleton({ className }: { className: string }) {
  return (
    <span aria-hidden className={clsx('block animate-pulse rounded bg-border/70', className)} />
  )
}
