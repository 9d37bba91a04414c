'use client'

import dynamic from 'next/dynamic'
import { useSyncExternalStore } from 'react'
import { isToasterWanted, onToasterWanted } from './toaster-state.ts'

const LoadedToaster = dynamic(
  () => import('./loaded-toaster.tsx').then((module) => module.LoadedToaster),
  { ssr: false },
)

/** Where toasts appear; most visits show none, so it is loaded with the first one. */
export function Toaster() {
  const wanted = useSyncExternalStore(onToasterWanted, isToasterWanted, () => false)
  return wanted ? <LoadedToaster /> : null
}
