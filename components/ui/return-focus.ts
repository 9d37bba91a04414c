import type { RefObject } from 'react'

/**
 * What gets the focus when an overlay closes. By itself an overlay returns to what had it before; that
 * is gone when it was the item of a menu.
 */
export type ReturnFocus = RefObject<HTMLElement | null>

/** Handler for an overlay's closing. */
export function returnFocusTo(target: ReturnFocus | undefined) {
  return (event: Event): void => {
    if (!target?.current) return
    event.preventDefault()
    target.current.focus()
  }
}
