/** The holdfast: what roots kelp to the rock, whatever the sea does. */
export function Mark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden className={className}>
      <g
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M14 3v9M14 12c0 5-8 4-8 11M14 12c0 5 8 4 8 11M14 12v11" />
        <path d="M3 25h22" />
        <path d="M14 6c3.4 0 5.4-1.2 6.4-3.4M14 8.6c-3.4 0-5.4-1.2-6.4-3.4" />
      </g>
    </svg>
  )
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <Mark className="size-6 text-accent" />
      Holdfast
    </span>
  )
}
