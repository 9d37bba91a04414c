'use client'

export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', padding: '3rem' }}>
        <h1>The console failed</h1>
        <p>Your databases are not affected.</p>
        <button type="button" onClick={reset}>
          Retry
        </button>
      </body>
    </html>
  )
}
