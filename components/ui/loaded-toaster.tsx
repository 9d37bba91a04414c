'use client'

import { useTheme } from 'next-themes'
import { useEffect } from 'react'
import { Toaster as Sonner } from 'sonner'
import { toasterMounted } from './toaster-state.ts'

/** The toaster itself, in the colours of the console. */
export function LoadedToaster() {
  const { resolvedTheme } = useTheme()
  useEffect(toasterMounted, [])
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
