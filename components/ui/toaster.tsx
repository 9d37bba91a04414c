'use client'

import { useTheme } from 'next-themes'
import dynamic from 'next/dynamic'

const Sonner = dynamic(() => import('sonner').then((module) => module.Toaster), { ssr: false })

/** Where toasts appear; loaded after the page is usable. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      closeButton
      visibleToasts={4}
      style={{ fontFamily: 'var(--font-geist-sans), system-ui, sans-serif' }}
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--text)',
          borderColor: 'var(--border)',
          borderRadius: '10px',
          boxShadow: 'var(--shadow-overlay)',
        },
        classNames: {
          description: '!text-muted',
          actionButton: '!bg-accent !text-accent-text',
          closeButton: '!bg-raised !text-text !border-border',
        },
      }}
    />
  )
}
