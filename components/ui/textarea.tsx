import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlClass } from './control.ts'

export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return <textarea {...props} rows={rows} className={clsx(controlClass, 'py-2', className)} />
}
