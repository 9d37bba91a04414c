import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlClass } from './control.ts'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...props} className={clsx(controlClass, 'h-9', className)} />
}
