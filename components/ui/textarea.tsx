import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlClass } from './control.ts'

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea {...props} className={clsx(controlClass, 'min-h-20 py-2', className)} />
}
